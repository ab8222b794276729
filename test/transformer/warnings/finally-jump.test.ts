// TSY1404: a `finally` that jumps out.
import { expectAtMarks, warningsOf } from "./front-ends.js";

const wrong: Record<string, string> = {
  return: "async function f() { try { await 1; } finally { /*!*/return 2; } }",
  "break out of a loop around": "async function f() { for (;;) { try { await 1; } finally { /*!*/break; } } }",
  "continue of a loop around": "async function f() { while (await 1) { try { } finally { if (g) /*!*/continue; } } }",
  "break to a label": "async function f() { a: { try { await 1; } finally { b: for (;;) /*!*/break a; } } }",
  "continue past a switch": "async function f() { for (;;) try { } finally { switch (1) { case 1: /*!*/continue; } } }",
  "return in a loop": "async function f() { try { await 1; } finally { for (;;) /*!*/return; } }",
  "with a catch": "async function f() { try { await 1; } catch { return 1; } finally { /*!*/return 2; } }",
  "in an arrow and a method":
    "const f = async () => { try { await 1; } finally { /*!*/return; } }; class A { async *m() { try { yield 1; } finally { /*!*/return; } } }",
  "from a try inside":
    "async function f() { try { } finally { try { await 1; } finally { } try { /*!*/return; } catch { } } }",
};

test.each(Object.entries(wrong))("%s", (_, text) => {
  expectAtMarks(1404, text);
});

const right: Record<string, string> = {
  "return in try and catch": "async function f() { try { return await 1; } catch { return 2; } finally { g(); } }",
  "a loop inside": "async function f() { try { await 1; } finally { for (;;) { if (g) continue; break; } } }",
  "a switch inside": "async function f() { try { await 1; } finally { switch (g) { case 1: break; } } }",
  "a label inside": "async function f() { try { await 1; } finally { a: for (;;) { for (;;) continue a; } } }",
  "a function inside": "async function f() { try { await 1; } finally { g(() => { return 1; }); } }",
  "a function that is not async": "function f() { try { g(); } finally { return 1; } } async function h() {}",
  "a function left alone": 'async function f() { "use native async"; try { await 1; } finally { return; } }',
  "behind the statement": "async function f() { for (;;) { try { await 1; } finally { g(); } break; } return 1; }",
  throw: "async function f() { try { await 1; } finally { throw g; } }",
};

test.each(Object.entries(right))("no warning: %s", (_, text) => {
  expectAtMarks(1404, text);
});

test("it says what to write instead", () => {
  expect(warningsOf("async function f() {\n  try {\n    await 1;\n  } finally {\n    return 2;\n  }\n}")).toEqual([
    "5:5 TSY1404: `return` jumps out of `finally`: what the `try` statement was about to return or throw is lost, a " +
      "cancellation too. Write it behind the `try` statement; if it depends, set a variable here and test it there.",
  ]);
});
