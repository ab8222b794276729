/** Between `AbortSignal` and cancellation, on compiled programs under virtual time. */
import { getEventListeners } from "node:events";
import { onAbort } from "../../../runtime/primitives/abort-signal.js";
import { bothKinds, load } from "../run/program.js";

describe.each(bothKinds)("returns: %s", (returns) => {
  const logged = (body: string, before = ""): string[] =>
    load(
      `${before}
      async function main() { ${body} }
      run(main, { host: simulatedHost() });`,
      { returns },
    );

  test("fromSignal: an abort cancels the block, with the signal's reason, and leaves nothing behind", () => {
    const body = `
      const controller = new AbortController();
      getRunningLoop().callLater(10, () => controller.abort("no longer wanted"));
      try {
        await using _ = fromSignal(controller.signal);
        try { await sleep(1000); } catch { log("never: an ordinary catch is passed by"); } finally { await sleep(1); log("cleaned"); }
      } catch (error) { if (isCancelled(error)) log(error, error.reason, currentTask().cancelling()); }
      await sleep(1);
      log("goes on");`;
    expect(logged(body)).toEqual(["cleaned", "CancelledError: no longer wanted no longer wanted 0", "goes on"]);
  });

  test("fromSignal: what has aborted already cancels at the block's first await", () => {
    const body = `
      try {
        await using _ = fromSignal(AbortSignal.abort("at once"));
        log("begins");
        await sleep(0);
        log("never");
      } catch (error) { if (isCancelled(error)) log(error.reason); }
      { await using _ = fromSignal(AbortSignal.abort("too late")); log("never waits"); }
      await sleep(5);
      log("goes on", currentTask().cancelling());`;
    expect(logged(body)).toEqual(["begins", "at once", "never waits", "goes on 0"]);
  });

  test("fromSignal: after the block an abort means nothing", () => {
    const body = `
      const controller = new AbortController();
      { await using _ = fromSignal(controller.signal); await sleep(1); }
      controller.abort();
      await sleep(1);
      log("goes on");`;
    expect(logged(body)).toEqual(["goes on"]);
  });

  test("fromSignal: the callback form, and the error for a second use", () => {
    const body = `
      const controller = new AbortController();
      getRunningLoop().callLater(10, () => controller.abort("why"));
      await fromSignal(controller.signal).run(async () => { await sleep(1000); }).catch((error) => log(error.reason));
      const scope = fromSignal(new AbortController().signal);
      log(await scope.run(() => "value"));
      await scope.run(() => "again").catch((error) => log(error));`;
    expect(logged(body)).toEqual([
      "why",
      "value",
      "ScopeStateError: this signal scope was entered before: call fromSignal again for each block",
    ]);
  });

  test("createTask with a signal", () => {
    const before = `const job = async () => { try { await sleep(1000); } finally { log("cleaned"); } };`;
    const body = `
      const controller = new AbortController();
      const task = createTask(job(), { signal: controller.signal, name: "job" });
      await sleep(1);
      controller.abort("enough");
      try { await task; } catch (error) { log(task.getName(), task.cancelled(), error.reason); }`;
    expect(logged(body, before)).toEqual(["cleaned", "job true enough"]);
  });

  test("currentTask().signal aborts when the task is cancelled", () => {
    const before = `const job = async (seen) => { seen.push(currentTask().signal); await sleep(1000); };`;
    const body = `
      const seen = [];
      const task = createTask(job(seen));
      await sleep(1);
      log(seen[0].aborted);
      task.cancel("reason");
      await wait([task]);
      log(seen[0].aborted, seen[0].reason);`;
    expect(logged(body, before)).toEqual(["false", "true CancelledError: reason"]);
  });
});

test("onAbort takes its listener off", () => {
  const controller = new AbortController();
  const seen: unknown[] = [];
  const stop = onAbort(controller.signal, (reason) => seen.push(reason));
  onAbort(controller.signal, (reason) => seen.push(reason));
  stop();
  controller.abort(1);
  onAbort(controller.signal, (reason) => seen.push(reason))();
  expect(seen).toEqual([1, 1]);
  expect(getEventListeners(controller.signal, "abort")).toEqual([]);
});
