/** The rules of functions inside functions: how they are started, driven and awaited. */
import { method } from "./scope.js";
import { type Node, rule, type Rules } from "./tree.js";

const s = "statement";

export const functions: Rules = {
  nested: rule(s, 2, "beb", (n) => {
    const name = `n${n.id()}`;
    const scope = n.scope.function({ ...method, await: true, this: false }, "q", "r");
    const standard = n.write(1, n.scope.function({ ...method, this: false }));
    const call = start(n, `${name}(${n.number(0, 5)})`);
    const declaration = `async function ${name}(q, { r = ${standard} } = {}) { if (B()) return 1; ${n.write(0, scope)} }`;
    return n.pick(1, [`${declaration}\n${call}`, `${call}\n${declaration}`]);
  }),
  parameters: rule(s, 1, "eeb", (n) => {
    const name = `n${n.id()}`;
    const inDefault = n.scope.function({ ...method, this: false }, "q");
    const scope = n.scope.function({ ...method, await: true, this: false }, "q", "a");
    const list = `q = ${n.write(0, n.scope.function({ ...method, this: false }))}, a = ${n.write(1, inDefault)}, ...[b = () => q + a]`;
    const shadow = n.pick(1, ["", "var q = 7;", "var q; var a;", "function a() {}", "fs.push(() => a);"]);
    return `async function ${name}(${list}) { ${shadow} if (B()) return 1; fs.push(b); ${n.write(2, scope)} }
${start(n, `${name}()`)}`;
  }),
  /** It fails in one place and is awaited in another. */
  later: rule(s, 2, "bb", (n) => {
    if (!n.scope.can.await || n.writing.isolated) return n.write(1);
    const promise = `p${n.id()}`;
    const inner = n.write(0, n.scope.function({ yield: false, return: true }));
    const outcome = `try { L(${n.id()}, await ${promise}); } catch (e) { L(${n.id()}, "later", e); }`;
    const kept = n.pick(0, [
      `keep(${promise});`,
      `keep(${promise});`,
      `${promise}.finally(() => L(${n.id()}, "settled"));`,
      "",
    ]);
    return `const ${promise} = (async () => ${inner})(); ${kept} ${n.write(1)} ${outcome}`;
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
    const inner = n.pick(0, ["ag(2)", "it(3)", "wrapped(2)", "it(2, [1, Promise.resolve(2)])", "ag(1)"]);
    const [before, after] = n.pick(1, [
      ["try", `finally { L(${n.id()}, yield* ${inner}); }`],
      [
        "",
        `try { L(${n.id()}, yield* ${inner}); } catch (e) { L(${n.id()}, "in", e); yield 5; } finally { L(${n.id()}); }`,
      ],
      ["", `return L(${n.id()}, yield* ${inner});`],
    ] as const);
    return `async function* ${name}(q) { ${before} ${n.write(0, scope)} ${after} }
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
    [`next()`, `next()`, `throw(6)`, `return(Promise.reject(7))`, `next()`],
  ]);
  const calls = steps.map((step) => `${it}.${step}`);
  const atOnce = `L(${n.id()}, await Promise.allSettled([${calls.join(", ")}]));`;
  const oneByOne = calls.map((call) => `L(${n.id()}, await ${call});`).join(" ");
  // A request is a call as well: when it starts depends on `returns`.
  return `const ${it} = ${name}(2); ${n.writing.isolated ? oneByOne : n.pick(1, [oneByOne, atOnce])}`;
}
