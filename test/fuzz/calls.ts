/** The rules of functions written in place, their calls, and promises. */
import { method } from "./scope.js";
import { type Node, rule, type Rules } from "./tree.js";

const e = "expression";

export const calls: Rules = {
  arrow: rule(e, 1, "e", (n) => `(() => ${n.write(0, n.scope.function({ await: false, yield: false }))})()`),
  asyncArrow: rule(e, 2, "ee", (n) => {
    const { await: awaits } = n.scope.can;
    const scope = n.scope.function({ yield: false }, "q");
    // An await in the default of an async function's parameter is an error.
    const standard = n.write(1, n.scope.function({ await: false, yield: false }));
    return awaits
      ? `(await (async (q = ${standard}) => ${n.write(0, scope)})())`
      : `((q = ${standard}) => ${n.write(0, scope)})()`;
  }),
  asyncBlock: rule(e, 2, "b", (n) => {
    const scope = n.scope.function({ yield: false, return: true });
    return n.await(`(${n.async}() => ${n.write(0, scope)})()`);
  }),
  asyncFunction: rule(e, 1, "be", (n) => {
    const scope = n.scope.function({ ...method, await: n.scope.can.await }, "q");
    return n.await(`(${n.async}function(q, ...r) ${n.write(0, scope)}).call({ p: 1 }, ${n.write(1)}, 2)`);
  }),
  /** In sloppy mode the arguments are the parameters. */
  mappedArguments: rule(e, 1, "ee", (n) => {
    const scope = n.scope.function({ ...method, await: n.scope.can.await, this: false }, "q", "r");
    const change = n.pick(0, ["arguments[0] =", "q =", "arguments[1] =", "r +="]);
    return n.await(
      `(${n.async}function(q, r) { ${change} ${n.write(0, scope)}; return L(${n.id()}, q, r, arguments[0]); })(${n.write(1)}, 5)`,
    );
  }),
  /** Its own name cannot be assigned to: in strict mode that is an error. */
  selfName: rule(e, 1, "e", (n) => {
    const scope = n.scope.function({ ...method, await: n.scope.can.await, this: false });
    const name = `f${n.id()}`;
    return n.await(
      `(${n.async}function ${name}() { if (B()) return 1; ${name} = ${n.write(0, scope)}; return typeof ${name}; })()`,
    );
  }),
  objectSuper: rule(e, 1, "ee", (n) => {
    const scope = n.scope.function({ ...method, await: n.scope.can.await, super: true }, "q");
    return n.await(
      `({ __proto__: o, p: ${n.write(0)}, ${n.async}m(q) { return super.m(q, ${n.write(1, scope)}) } }).m(3)`,
    );
  }),
  generator: rule(e, 1, "b", (n) => {
    const scope = n.scope.function({ ...method, await: n.scope.can.await, yield: true, this: false });
    return `${n.await(`(${n.async}function* () ${n.write(0, scope)})().next()`)}.value`;
  }),
  helper: rule(e, 4, "e", (n) => {
    const { helpers, can } = n.scope;
    return helpers.length === 0 || !can.await ? n.write(0) : `(await ${n.pick(0, helpers)}(${n.write(0)}))`;
  }),
  thenable: rule(e, 1, "e", (n) => {
    if (!n.scope.can.await) return n.write(0);
    const value = n.write(0, n.scope.function(method));
    const settle = n.pick(0, [
      `f(${value})`,
      `f(${value})`,
      `g(${value})`,
      `f(${value}); g(1); throw 2;`,
      `throw ${value}`,
      `f({ then(f) { L(${n.id()}, "again"); f(${value}) } })`,
      `f(Promise.resolve(${value}))`,
    ]);
    return `(await { then(f, g) { L(${n.id()}, "then"); ${settle} } })`;
  }),
  newPromise: rule(e, 1, "e", (n) => {
    const scope = n.scope.function({ await: false, yield: false });
    const value = n.write(0, scope);
    const settle = n.pick(0, [`f(${value})`, `g(${value})`, `f(Promise.resolve(${value}))`, `throw ${value}`]);
    return n.scope.can.await ? `(await new Promise((f, g) => { L(${n.id()}, "executor"); ${settle} }))` : n.write(0);
  }),
  chain: rule(e, 2, "ee", (n) => {
    if (!n.scope.can.await) return n.write(0);
    const first = `${n.pick(0, ["Promise.resolve", "Promise.reject", "(async (q) => q)"])}(${n.write(0)})`;
    const then = n.write(1, n.scope.function({ await: false, yield: false }, "q"));
    const asyncThen = n.write(1, n.scope.function({ yield: false }, "q"));
    const links = [
      `.then((q) => ${then}, (q) => q)`,
      `.catch((q) => ${then})`,
      `.finally(() => L(${n.id()}, "finally"))`,
      `.then(async (q) => ${asyncThen})`,
      `.finally(async () => { throw await L(${n.id()}, 5) })`,
      `.then(5)`,
    ];
    return `(await ${first}${n.pick(1, links)}${n.pick(2, ["", ".catch((q) => q)", ".finally(() => {})"])})`;
  }),
  nativeAwait: rule(e, 1, "e", (n) => {
    if (!n.writing.isForeign) return n.await(n.write(0));
    const value = n.write(0);
    const ticks = 1 + n.number(0, 3);
    return n.await(
      n.pick(1, [
        `kit.native.after(${ticks}, ${value})`,
        `kit.native.reject(${value})`,
        `kit.native.awaited(${value})`,
      ]),
    );
  }),
  all: rule(e, 1, "ee", (n) => (n.scope.can.await ? writeCombinator(n) : n.write(0))),
};

function writeCombinator(n: Node): string {
  const scope = n.scope.function({ yield: false });
  const { isolated } = n.writing;
  // Two that go on at the same time share variables.
  const values = isolated
    ? `${n.write(0)}, ${n.write(1)}`
    : `(async () => ${n.write(0, scope)})(), (async () => ${n.write(1, scope)})()`;
  const name = n.pick(0, ["all", "allSettled", ...(isolated ? [] : ["race", "any"])]);
  return `Number((await Promise.${name}([${values}])).length ?? 7)`;
}
