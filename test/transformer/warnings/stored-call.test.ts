// TSY1403: coroutines that are stored, and run one after the other.
import { coroutines, expectAtMarks, warningsOf } from "./front-ends.js";

const functions = "async function f(n?) {} async function g() {}\n";

const wrong: Record<string, string> = {
  "two in one declaration": "async function main() { const a = f(), b = /*!*/g(); await a; await b; }",
  "two declarations":
    "async function main() { const a = f(); const b = /*!*/g(); const x = await a; return x + (await b); }",
  "awaited in one expression":
    "async function main() { const a = f(); const b = /*!*/g(); return [await a, await b]; }",
  "the second first": "async function main() { const a = /*!*/f(), b = g(); await b; await a; }",
  three: "async function main() { const a = f(1), b = /*!*/f(2), c = /*!*/f(3); await a; await b; await c; }",
  "another await between": "async function main() { const a = /*!*/f(); await sleep(10); await a; }",
  "in the declaration itself": "async function main() { const a = /*!*/f(), b = await g(); return [b, await a]; }",
  "awaited inside a try":
    "async function main() { const a = f(), b = /*!*/g(); try { await a; await b; } finally { } }",
  "awaited in a loop's body": "async function main() { for (;;) { const a = f(), b = /*!*/g(); await a; await b; } }",
  "a method's": "class A { async f() {} async main() { const a = this.f(), b = /*!*/this.f(); await a; await b; } }",
};

test.each(Object.entries(wrong))("%s", (_, text) => {
  expectAtMarks(1403, functions + text, coroutines);
});

const right: Record<string, string> = {
  "made tasks": "async function main() { const a = createTask(f()), b = createTask(g()); await a; await b; }",
  gathered: "async function main() { const a = f(), b = g(); await gather(a, b); }",
  "all of them": "async function main() { const a = f(), b = g(); await Promise.all([a, b]); }",
  "awaited at once": "async function main() { const a = f(); await a; const b = g(); await b; }",
  "awaited values": "async function main() { const a = await f(), b = await g(); await a; await b; }",
  "made a task later": "async function main() { const a = f(), b = g(); createTask(b); await a; await b; }",
  "the other await in another branch":
    "async function main(c) { const a = f(); if (c) { await g(); return; } await a; }",
  "the other await in a function inside":
    "async function main() { const a = f(); const h = async () => { await g(); }; await a; return h; }",
  "awaited in a function inside":
    "async function main() { const a = f(); await g(); return async () => { await a; }; }",
  "used otherwise, too": "async function main() { const a = f(); await g(); await a; console.log(a); }",
  "no await between": "async function main() { const a = f(); console.log(1); return await a; }",
  "an await in its arguments": "async function main() { const a = f(await g()); await a; }",
  "not async": "function f2() {} async function main() { const a = f2(), b = f2(); await a; await b; }",
  "assigned to": "async function main() { let a = f(); const b = await g(); a = b; await a; }",
};

test.each(Object.entries(right))("no warning: %s", (_, text) => {
  expectAtMarks(1403, functions + text, coroutines);
});

test("tasks run side by side: nothing to warn of", () => {
  for (const text of Object.values(wrong)) expect(warningsOf(functions + text)).toEqual([]);
});

test("it says what to write instead", () => {
  const text =
    "async function f() {}\nasync function main() {\n  const a = f(),\n    b = f();\n  await a;\n  await b;\n}";
  expect(warningsOf(text, coroutines)).toEqual([
    "4:9 TSY1403: `f()` starts only at `await b`, when the await before that has ended: a coroutine that is stored does " +
      "not run. Write `createTask(f())`, or await them together with `gather`.",
  ]);
});
