/** Debug mode names what is wrong, and the line. The clock is stepped by the program itself. */
import { EventLoop, manualHost } from "tsyncio";
import { load } from "../../simulation/program.js";

interface Program {
  main: (work: (ms: number) => void) => Promise<unknown>;
}

/** The warnings of a program whose `work(ms)` keeps the loop for so long. */
function warnings(source: string, options = {}): string[] {
  const found: string[] = [];
  const host = manualHost({ onWarning: (text) => found.push(text), onUnhandled: () => {} });
  const loop = new EventLoop(host, { debug: true });
  const { main } = load<Program>(source, options);
  loop.callSoon(function begin() {
    void main((ms) => host.elapse(ms));
  });
  for (let turn = 0; turn < 50; turn++) loop.runOnce();
  loop.close();
  return found;
}

test("a slow step is reported with the function and the awaits it lies between", () => {
  const found = warnings(`
    export async function main(work) {
      await null;
      work(350);
      await null;
      work(99);
    }`);
  expect(found).toEqual([
    "Task-1 (main) took 350 ms in one step, from main (program.ts:3:7) to main (program.ts:5:7): nothing else could run meanwhile",
  ]);
});

test("the function that blocked is named, not those that called it", () => {
  const found = warnings(`
    async function parse(work) { await null; await null; }
    async function blocks(work) { work(200); await null; }
    export async function main(work) { await null; const a = parse(work), b = blocks(work); await a; await b; }`);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(
    /^Task-3 \(blocks\) took 200 ms in one step, from the beginning of blocks \(program\.ts.*\) to blocks \(program\.ts:3:46\)/,
  );
});

test("a coroutine awaited inline is named where it blocked", () => {
  const found = warnings(
    `
    import { createTask, sleep } from "tsyncio";
    async function inner(work) { await sleep(0); work(500); await sleep(0); }
    export function main(work) { return createTask(inner(work)); }`,
    { returns: "coroutine" },
  );
  expect(found).toEqual([
    expect.stringMatching(/took 500 ms in one step, from inner \(program\.ts:3:34\) to inner \(program\.ts:3:61\)/),
  ]);
});

test("a slow callback is reported by its name; a step inside it on its own", () => {
  const found = warnings(`
    import { getRunningLoop } from "tsyncio";
    async function child(work) { work(150); await null; }
    export async function main(work) {
      await null;
      getRunningLoop().callSoon(function busy() { work(120); child(work); });
    }`);
  expect(found).toHaveLength(2);
  expect(found[0]).toMatch(/^Task-2 \(child\) took 150 ms in one step/);
  expect(found[1]).toBe("executing busy took 120 ms: nothing else could run meanwhile");
});

test("a cancellation that was swallowed is reported; one that is taken back is not", () => {
  const found = warnings(`
    import { CancelledError, currentTask } from "tsyncio";
    const never = () => new Promise(() => {});
    async function swallows() { try { await never(); } catch (e) { if (!(e instanceof CancelledError)) throw e; } return 1; }
    async function means() { try { await never(); } catch (e) { if (e instanceof CancelledError) currentTask().uncancel(); } }
    async function dies() { await never(); }
    export async function main() {
      const tasks = [swallows(), means(), dies()];
      for (const task of tasks) task.cancel();
      for (const task of tasks) { try { await task; } catch {} }
    }`);
  expect(found).toEqual([
    expect.stringMatching(
      /^Task-2 \(swallows\) was cancelled and returned all the same: something swallowed the cancellation/,
    ),
  ]);
});

test("it can be switched off again", () => {
  const found: string[] = [];
  const host = manualHost({ onWarning: (text) => found.push(text) });
  const loop = new EventLoop(host, { debug: true });
  loop.setDebug(false);
  expect(loop.getDebug()).toBe(false);
  loop.callSoon(() => host.elapse(1000));
  loop.runOnce();
  expect(found).toEqual([]);
});
