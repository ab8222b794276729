/** The rules of classes, functions inside functions and generators. */
import { type Node, rule, type Rules } from "./tree.js";

const s = "statement";
const method = { await: false, yield: false, return: true, this: true, super: false, arguments: true };
const field = { await: false, yield: false, return: false, this: true, super: true, arguments: false };

export const functions: Rules = {
  class: rule(s, 3, "eeeebb", (n) => {
    const name = `K${n.id()}`;
    const inMethod = n.scope.function({ ...method, super: true, await: n.scope.can.await }, "q");
    const isSync = n.scope.function({ ...method, super: true });
    const inField = n.scope.function(field);
    const key = `[L(${n.id()}, "k" + ${n.write(0)})]`;
    const members = [
      `#h = ${n.write(1, inField)};`,
      `x = ${n.write(2, inField)};`,
      `static s = ${n.write(1, inField)};`,
      `${n.pick(0, ["", "static "])}${key} = L(${n.id()}, "field");`,
      `get g() { return this.#h; } set g(v) { this.#h = L(${n.id()}, v); }`,
      `${n.async}am(q) { if (B()) return 1; ${n.write(4, inMethod)} return super.m(q, this.#h++) + ${n.await(`super.m(1, #h in this)`)}; }`,
      `static { L(${n.id()}, ${n.write(2, inField)}); }`,
      `constructor(q) { super(q, 1); this.p = ${n.write(3, isSync)}; }`,
      `static ${n.async}#sm(q) ${n.write(5, inMethod)} static ${n.async}sm(q) { if (B()) return; return this.#sm(q); }`,
    ];
    const used = members.filter(
      (_, index) => index === 0 || index === 4 || index === 5 || index === 8 || n.number(1, 512) & (1 << index),
    );
    const uses = [
      `const o${name} = new ${name}(2);`,
      `o${name}.g ${n.pick(2, ["=", "+=", "??="])} ${n.await(`o${name}.am(${n.write(3)})`)};`,
      `L(${n.id()}, o${name}.g, ${n.await(`${name}.sm(1)`)});`,
    ];
    return `class ${name} extends ${n.pick(2, ["C", n.await("C")])} { ${used.join("\n")} } ${uses.join(" ")}`;
  }),
  nested: rule(s, 2, "beb", (n) => {
    const name = `n${n.id()}`;
    const scope = n.scope.function({ ...method, await: true, this: false }, "q", "r");
    const standard = n.write(1, n.scope.function({ ...method, this: false }));
    const call = start(n, `${name}(${n.number(0, 5)})`);
    return `async function ${name}(q, { r = ${standard} } = {}) { if (B()) return 1; ${n.write(0, scope)} }
      ${call}`;
  }),
  generator: rule(s, 3, "bbe", (n) => {
    const name = `g${n.id()}`;
    const scope = n.scope.function({ ...method, await: true, yield: true, this: false }, "q");
    return `async function* ${name}(q) { if (B()) return 1; ${n.write(0, scope)} }
      ${consume(n, name)}`;
  }),
  syncGenerator: rule(s, 1, "b", (n) => {
    const name = `g${n.id()}`;
    const scope = n.scope.function({ ...method, yield: true, this: false }, "q");
    return `function* ${name}(q) { if (B()) return 1; ${n.write(0, scope)} }
      L(${n.id()}, [...${name}(3)].length);`;
  }),
  delegate: rule(s, 2, "be", (n) => {
    const name = `g${n.id()}`;
    const scope = n.scope.function({ ...method, await: true, yield: true, this: false }, "q");
    // Not an array: Node 20 knows nothing yet of what ECMAScript says when an iterator has no `throw`.
    const inner = n.pick(0, ["ag(2)", "it(3)", "wrapped(2)", "it(2, [1, Promise.resolve(2)])"]);
    return `async function* ${name}(q) { try { ${n.write(0, scope)} } finally { L(${n.id()}, yield* ${inner}); } }
      ${protocol(n, name, n.write(1))}`;
  }),
};

/** Calls an async function: and waits for it now, or later, where two may go on at the same time. */
function start(n: Node, call: string): string {
  if (!n.scope.can.await) return `L(${n.id()});`;
  if (n.writing.isolated) return `L(${n.id()}, await ${call});`;
  const promise = `p${n.id()}`;
  const later = `const ${promise} = ${call}; keep(${promise});`;
  return n.pick(0, [`L(${n.id()}, await ${call});`, `${later} await 0; L(${n.id()}, await ${promise});`, later]);
}

function consume(n: Node, name: string): string {
  if (!n.scope.can.await) return `L(${n.id()}, typeof ${name});`;
  const x = n.pick(1, ["a", "b", "c"]);
  const scope = n.scope.binding(x).inside({ label: null, isLoop: true, isBreakable: true });
  return n.pick(0, [
    `for await (const ${x} of ${name}(1)) { if (B()) break; ${n.write(1, scope)} }`,
    protocol(n, name, n.write(2)),
    `L(${n.id()}, (await drain(${name}(2))).length);`,
  ]);
}

/** Drives a generator by hand; requests may wait for each other. */
function protocol(n: Node, name: string, value: string): string {
  if (!n.scope.can.await) return `L(${n.id()}, typeof ${name});`;
  const it = `i${n.id()}`;
  const steps = n.pick(2, [
    [`next()`, `next(1)`, `return(${value})`, `next()`],
    [`next()`, `throw(5)`, `next(2)`],
    [`return(Promise.resolve(4))`, `next()`],
    [`next()`, `return({ then(f) { L(${n.id()}, "then"); f(3) } })`, `return(1)`],
    [`throw(new Error("t"))`, `next(${value})`],
  ]);
  const calls = steps.map((step) => `${it}.${step}`);
  const atOnce = `L(${n.id()}, await Promise.allSettled([${calls.join(", ")}]));`;
  const oneByOne = calls.map((call) => `L(${n.id()}, await ${call});`).join(" ");
  // A request is a call as well: when it starts depends on `returns`.
  return `const ${it} = ${name}(2); ${n.writing.isolated ? oneByOne : n.pick(1, [oneByOne, atOnce])}`;
}
