// TSY1401: a coroutine nobody awaits.
import { coroutines, expectAtMarks, warningsOf } from "./front-ends.js";

const wrong: Record<string, string> = {
  "a function's call as a statement": "async function save() {} async function main() { /*!*/save(); }",
  "an arrow's": "const save = async () => {}; async function main() { /*!*/save(); }",
  "a function expression's": "const save = async function () {}; async function main() { /*!*/save(); }",
  "behind void": "async function save() {} async function main() { void /*!*/save(); }",
  "at the top of a file": "async function save() {}\n/*!*/save();",
  "in a function that is not async": "async function save() {} function main() { /*!*/save(); }",
  "before its declaration": "async function main() { /*!*/save(); } async function save() {}",
  "with arguments, in parentheses": "async function save(n: number) {} async function main() { (/*!*/save(1)); }",
  "under a condition": "async function save() {} async function main(c) { c && /*!*/save(); c ? /*!*/save() : 0; }",
  "not last in a sequence": "async function save() {} async function main() { return (/*!*/save(), 1); }",
  "a method through this": "class A { async save() {} async main() { /*!*/this.save(); } }",
  "a private method": "class A { async #save() {} async main() { if (this) /*!*/this.#save(); } }",
  "a static method": "class A { static async save() {} static main() { /*!*/this.save(); } }",
  "through this in an arrow": "class A { async save() {} async main() { [1].map(() => { /*!*/this.save(); }); } }",
  "through this in a field": "class A { async save() {} start = () => { /*!*/this.save(); }; }",
  "a function where it stands": "/*!*/(async () => { await 1; })();",
  "chosen by directive": 'async function save() { "use coroutine"; } async function main() { /*!*/save(); }',
};

test.each(Object.entries(wrong))("%s", (_, text) => {
  expectAtMarks(1401, text, text.includes("use coroutine") ? {} : coroutines);
});

const right: Record<string, string> = {
  awaited: "async function save() {} async function main() { await save(); }",
  returned: "async function save() {} async function main() { return save(); } const go = () => save();",
  "made a task": "async function save() {} async function main() { createTask(save()); }",
  "handled as a promise": "async function save() {} save().then(console.log, console.error);",
  "stored and awaited": "async function save() {} async function main() { const s = save(); await s; }",
  "last in a sequence that is used": "async function save() {} const go = () => (0, save());",
  "only tested":
    "async function save() {} async function main() { if (save() && 1) return; save() && main; save() ? main : 0; }",
  "another function of that name": "async function save() {} async function main(save) { save(); }",
  "a name that is assigned to": "let save = async () => {}; save = start; save();",
  "not async": "function save() {} async function main() { save(); }",
  "an async generator": "async function* save() {} async function main() { save(); }",
  "left alone": 'async function save() { "use native async"; } async function main() { save(); }',
  "a task by directive": 'async function save() { "use task"; } async function main() { save(); }',
  "another object's method": "class A { async save() {} } class B { save() {} main() { this.save(); } }",
  "a method of an instance, named like a static one":
    "class A { static async save() {} save() {} main() { this.save(); } }",
  "a static method, named like one of instances":
    "class A { async save() {} static save() {} static { this.save(); } }",
  "a function's own this": "class A { async save() {} main() { return function () { this.save(); }; } }",
  "a decorated function": "const save = task(async () => {}); async function main() { save(); }",
  "handed over": "const o = { async save() {} }; [1].forEach(o.save); o.save();",
};

test.each(Object.entries(right))("no warning: %s", (_, text) => {
  expectAtMarks(1401, text, coroutines);
});

test("a task has started: nothing to warn of", () => {
  for (const text of Object.values(wrong).filter((each) => !each.includes("use coroutine")))
    expect(warningsOf(text)).toEqual([]);
});

test("it says what to write instead", () => {
  expect(warningsOf("async function save(n) {}\nasync function main() {\n  save(1);\n}", coroutines)).toEqual([
    "3:3 TSY1401: `save(…)` is never awaited, so it never runs: the call only makes a coroutine. " +
      "Write `await save(…)`, or `createTask(save(…))` to run it beside this.",
  ]);
  expect(warningsOf("async function save() {}\nfunction main() {\n  save();\n}", coroutines)).toEqual([
    "3:3 TSY1401: `save()` is never awaited, so it never runs: the call only makes a coroutine. " +
      "Write `createTask(save())` to run it, or make this function async and await it.",
  ]);
});
