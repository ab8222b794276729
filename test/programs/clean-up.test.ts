/**
 * Clean-up that is cancelled while it waits: by a limit of its own, which it handles, or by a second request. The first
 * cancellation goes on in either case, and no ordinary `catch` swallows it. (design: semantics, Cancellation)
 */
import { story } from "./program.js";

/** Cancels, after one millisecond, a task that runs `body`, and does `then`; tells how that ends. */
function cancelled(body: string, returns: "task" | "coroutine", then = ""): string {
  return story(
    `
    import { createTask, isCancelled, sleep, timeout, waitFor } from "tsyncio";
    export async function main(log) {
      async function work() {
        try { ${body} } catch { log("SWALLOWED by an ordinary catch"); }
        return "went on";
      }
      const task = createTask(work());
      await sleep(1);
      task.cancel("first");
      ${then}
      try { log(await task); } catch (error) { log(error); }
      return task.cancelled() + " " + task.cancelling();
    }`,
    { returns },
  );
}

const again = `await sleep(1); task.cancel("second");`;

describe.each(["task", "coroutine"] as const)("%s", (returns) => {
  test("a finally clause whose own waitFor ends the wait does not end the cancellation", () => {
    const body = `try { await sleep(50); } finally { try { await waitFor(sleep(20), 5); } catch (error) { log(error); } }`;
    expect(cancelled(body, returns)).toBe("TimeoutError: took longer than 5 ms\nCancelledError: first\n=> true 1");
  });

  test("a finally clause with a timeout of its own does not end the cancellation", () => {
    const body = `
      try { await sleep(50); }
      finally { try { await using _ = timeout(5); await sleep(20); } catch (error) { log(error); } }`;
    expect(cancelled(body, returns)).toBe("TimeoutError: took longer than 5 ms\nCancelledError: first\n=> true 1");
  });

  test("a rollback with a timeout of its own does not end the cancellation", () => {
    const body = `
      try { await sleep(50); }
      catch (first) {
        try { await using _ = timeout(5); await sleep(20); } catch (error) { log(error); }
        throw first;
      }`;
    expect(cancelled(body, returns)).toBe("TimeoutError: took longer than 5 ms\nCancelledError: first\n=> true 1");
  });

  test("handling a second cancellation in a finally clause leaves the first one going", () => {
    const body = `
      try { await sleep(50); }
      finally { try { await sleep(20); } catch (error) { if (!isCancelled(error)) throw error; log("handled", error); } }`;
    expect(cancelled(body, returns, again)).toBe("handled CancelledError: second\nCancelledError: first\n=> true 2");
  });

  test("a cancellation that was handled is in flight again once it is thrown again", () => {
    const body = `
      let kept;
      try { await sleep(50); } catch (error) { if (!isCancelled(error)) throw error; kept = error; }
      try { await sleep(20); } catch (error) { if (!isCancelled(error)) throw error; log("handled", error); }
      throw kept;`;
    expect(cancelled(body, returns, again)).toBe("handled CancelledError: second\nCancelledError: first\n=> true 2");
  });

  test("a second cancellation during a rollback takes the first one's place, and is no failure of the clean-up", () => {
    const body = `try { await sleep(50); } catch (error) { await sleep(5); throw error; }`;
    expect(cancelled(body, returns, again)).toBe("CancelledError: second\n=> true 2");
  });

  test("a second cancellation during a finally clause takes the first one's place", () => {
    const body = `try { await sleep(50); } finally { await sleep(5); log("NOT REACHED"); }`;
    expect(cancelled(body, returns, again)).toBe("CancelledError: second\n=> true 2");
  });
});

test("the message of a timeout tells the limit it was moved to", () => {
  expect(
    story(`
      import { sleep, timeout } from "tsyncio";
      export async function main(log) {
        try {
          await using scope = timeout(10);
          scope.reschedule(scope.when() + 20);
          await sleep(20);
          log("still in time");
          await sleep(20);
        } catch (error) { log(error); }
      }`),
  ).toBe("still in time\nTimeoutError: took longer than 30 ms\n=> undefined");
});
