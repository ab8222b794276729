/** Misuse throws a named error, with a code and a sentence that says what to do. */
import { EventLoop, simulatedHost } from "tsyncio";
import { story } from "./program.js";

/** The error that `body` (the text of an async function's body) ends in, as "name code: message". */
function misuse(body: string, options = {}): string {
  return story(
    `import { createTask, currentTask, run, sleep, waitFor, CancelledError } from "tsyncio";
     export async function main(log) {
       try { await (async () => { ${body} })(); log("nothing happened"); }
       catch (error) { log(error.name, error.code + ":", error.message); }
     }`,
    options,
  ).split("\n=>")[0]!;
}

test("awaiting one's own task", () => {
  expect(misuse("const self = currentTask(); await self;")).toMatchInlineSnapshot(
    `"SelfAwaitError TSYNCIO_SELF_AWAIT: a task cannot await itself: it would wait for itself for ever"`,
  );
});

test("a delay that is not a number", () => {
  expect(misuse("await sleep(NaN);")).toMatchInlineSnapshot(
    `"InvalidDelayError TSYNCIO_INVALID_DELAY: sleep needs a number of milliseconds, not NaN"`,
  );
});

test("a coroutine awaited twice", () => {
  expect(misuse("const c = (async () => 1)(); await c; await c;", { returns: "coroutine" })).toMatchInlineSnapshot(
    `"CoroutineReusedError TSYNCIO_COROUTINE_REUSED: the coroutine  has been awaited or closed already: call the function again for a new one, or make a task of it to await it many times"`,
  );
});

test("a coroutine that nobody awaits", () => {
  expect(
    misuse("async function forgotten() { await sleep(1); } forgotten(); await sleep(1);", { returns: "coroutine" }),
  ).toMatchInlineSnapshot(`
   "nothing happened
   warning coroutine forgotten (program.ts:3:35) was never awaited: await it, make a task of it, or close() it"
  `);
});

test("a closed loop", () => {
  const loop = new EventLoop(simulatedHost());
  loop.close();
  expect(() => loop.callSoon(() => {})).toThrowErrorMatchingInlineSnapshot(
    `"this loop is closed: nothing can be scheduled on it; make a new one, or let run() make one"`,
  );
});
