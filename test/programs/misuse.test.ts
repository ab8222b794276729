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
  expect(misuse("const self = currentTask(); await self;")).toMatchInlineSnapshot();
});

test("a delay that is not a number", () => {
  expect(misuse("await sleep(NaN);")).toMatchInlineSnapshot();
});

test("a coroutine awaited twice", () => {
  expect(misuse("const c = (async () => 1)(); await c; await c;", { returns: "coroutine" })).toMatchInlineSnapshot();
});

test("a coroutine that nobody awaits", () => {
  expect(misuse("async function forgotten() { await sleep(1); } forgotten(); await sleep(1);", { returns: "coroutine" })).toMatchInlineSnapshot();
});

test("a closed loop", () => {
  const loop = new EventLoop(simulatedHost());
  loop.close();
  expect(() => loop.callSoon(() => {})).toThrowErrorMatchingInlineSnapshot();
});
