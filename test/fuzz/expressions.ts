/** The rules of expressions. */
import { rule, type Rules } from "./tree.js";

const assignments = ["=", "+=", "-=", "||=", "??=", "&&=", "*="];
const e = "expression";

export const leaves: Rules = {
  number: rule(e, 2, "", (n) => String(n.number(0, 6))),
  variable: rule(e, 3, "", (n) => n.variable(0)),
  log: rule(e, 3, "", (n) => `L(${n.id()}, ${n.variable(0)})`),
  awaitLog: rule(e, 4, "", (n) => n.await(`L(${n.id()}, ${n.number(0, 9)})`)),
  this: rule(e, 1, "", (n) => (n.scope.can.this ? n.pick(0, ["this.p", "this.x", "this.g"]) : "o.p")),
  arguments: rule(e, 1, "", (n) =>
    n.scope.can.arguments ? n.pick(0, ["arguments.length", "(new.target === undefined ? 1 : 2)"]) : "1",
  ),
};

export const expressions: Rules = {
  binary: rule(e, 3, "ee", (n) => `(${n.write(0)} ${n.pick(0, ["+", "-", "*", "<", "===", "|", "%"])} ${n.write(1)})`),
  unary: rule(e, 1, "e", (n) => `(${n.pick(0, ["-", "!", "void ", "+", "~"])}${n.write(0)})`),
  await: rule(e, 4, "e", (n) => n.await(n.write(0))),
  yield: rule(e, 4, "e", (n) => {
    if (!n.scope.can.yield) return n.await(n.write(0));
    const value = n.write(0);
    return n.pick(0, [`(yield ${value})`, `(yield ${value})`, `(yield* it(${value} & 3))`]);
  }),
  call: rule(e, 2, "ee", (n) => `${n.pick(0, ["o.m", "o?.m", "o.o.m", "o['m']"])}(${n.write(0)}, ${n.write(1)})`),
  callSpread: rule(e, 1, "ee", (n) => `o.m(...[${n.write(0)}], ...it(2), ${n.write(1)})`),
  new: rule(e, 1, "ee", (n) => `new C(${n.write(0)}, ${n.write(1)}).p`),
  array: rule(e, 1, "eee", (n) => `[${n.write(0)}, ...[${n.write(1)}, , ${n.write(2)}]].length`),
  conditional: rule(e, 2, "eee", (n) => `(${n.write(0)} ? ${n.write(1)} : ${n.write(2)})`),
  logical: rule(e, 2, "ee", (n) => `(${n.write(0)} ${n.pick(0, ["&&", "||", "??"])} ${n.write(1)})`),
  comma: rule(e, 1, "ee", (n) => `(${n.write(0)}, ${n.write(1)})`),
  object: rule(e, 2, "eeee", (n) => {
    const key = `[L(${n.id()}, "k" + ${n.write(1)})]`;
    const more = n.pick(0, ["get z()", "z()", "async z()", "*z()"]);
    const member = `${more} { return ${n.write(3, n.scope.function({ ...method, await: more.startsWith("async") }))} }`;
    return `({ x: ${n.write(0)}, ${key}: ${n.write(2)}, ...{ y: ${n.write(2)} }, ${member} }).${n.pick(1, ["x", "y", "k1"])}`;
  }),
  objectSuper: rule(e, 1, "ee", (n) => {
    const scope = n.scope.function({ ...method, await: n.scope.can.await, super: true }, "q");
    return n.await(
      `({ __proto__: o, p: ${n.write(0)}, ${n.async}m(q) { return super.m(q, ${n.write(1, scope)}) } }).m(3)`,
    );
  }),
  super: rule(e, 2, "ee", (n) => {
    if (!n.scope.can.super) return `o.m(${n.write(0)}, ${n.write(1)})`;
    const value = n.write(0);
    return n.pick(0, [
      `super.m(${value}, ${n.write(1)})`,
      `(super.v = ${value})`,
      `super.p`,
      `(super["v"] += ${value})`,
    ]);
  }),
  assign: rule(e, 3, "e", (n) => `(${n.target(0)} ${n.pick(1, assignments)} ${n.write(0)})`),
  assignMember: rule(e, 1, "e", (n) => `(o.${n.pick(0, ["p", "n2", "o.p"])} ${n.pick(1, assignments)} ${n.write(0)})`),
  assignComputed: rule(
    e,
    1,
    "ee",
    (n) => `(o[L(${n.id()}, "q" + (${n.write(0)}))] ${n.pick(1, assignments)} ${n.write(1)})`,
  ),
  update: rule(e, 2, "", (n) => n.pick(1, [`${n.target(0)}++`, `(--${n.target(0)})`])),
  optional: rule(e, 2, "ee", (n) => {
    const chains = [
      `o.n?.m(${n.write(0)}, ${n.write(1)})`,
      `o.zz?.(${n.write(0)})`,
      `o.n?.[${n.write(0)}].x.y(${n.write(1)})`,
      `o?.o?.m?.(${n.write(0)}, ${n.write(1)})`,
      `(o.n?.x).y`,
      `delete o?.[${n.write(0)}]`,
    ];
    return `Number(${n.pick(0, chains)})`;
  }),
  template: rule(e, 1, "ee", (n) => `\`\${${n.write(0)}}-\${${n.write(1)}}\`.length`),
  tagged: rule(e, 1, "ee", (n) => `${n.pick(0, ["tag", "o.tag"])}\`a\${${n.write(0)}}b\${${n.write(1)}}\``),
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
  asyncFunction: rule(e, 1, "b", (n) => {
    const scope = n.scope.function({ ...method, await: n.scope.can.await, return: true, arguments: true }, "q");
    return n.await(`(${n.async}function(q, ...r) ${n.write(0, scope)}).call({ p: 1 }, 1, 2)`);
  }),
  helper: rule(e, 4, "e", (n) => {
    const { helpers, can } = n.scope;
    return helpers.length === 0 || !can.await ? n.write(0) : `(await ${n.pick(0, helpers)}(${n.write(0)}))`;
  }),
  thenable: rule(e, 1, "e", (n) => {
    if (!n.scope.can.await) return n.write(0);
    const value = n.write(0, n.scope.function(method));
    return `(await { then(f, g) { L(${n.id()}, "then"); ${n.pick(0, ["f", "f", "g"])}(${value}) } })`;
  }),
  // In which tick the loop hears of a promise of the engine is not the engine's order.
  nativeAwait: rule(e, 1, "e", (n) =>
    n.await(n.writing.isolated ? `kit.native.after(${1 + n.number(0, 3)}, ${n.write(0)})` : n.write(0)),
  ),
  all: rule(e, 1, "ee", (n) => {
    if (!n.scope.can.await) return n.write(0);
    const scope = n.scope.function({ yield: false });
    // Two that go on at the same time share variables.
    const values = n.writing.isolated
      ? `${n.write(0)}, ${n.write(1)}`
      : `(async () => ${n.write(0, scope)})(), (async () => ${n.write(1, scope)})()`;
    const method = n.pick(0, ["all", "allSettled", ...(n.writing.isolated ? [] : ["race", "any"])]);
    return `Number((await Promise.${method}([${values}])).length ?? 7)`;
  }),
  destructureArray: rule(
    e,
    1,
    "eee",
    (n) =>
      `([${n.target(0)} = ${n.write(0)}, o[L(${n.id()}, "z" + ${n.write(1)})] = ${n.write(2)}, ...o.r] = it(${n.number(1, 4)}), o.r.length)`,
  ),
  destructureObject: rule(
    e,
    1,
    "eee",
    (n) =>
      `({ x: ${n.target(0)} = ${n.write(0)}, [L(${n.id()}, "y")]: o.p = ${n.write(1)}, ...o.r } = { y: ${n.write(2)}, w: 1 }, o.p)`,
  ),
};

/** What a method has, or rather has not: nothing of the function around it goes on in it. */
const method = { await: false, yield: false, return: true, this: true, super: false, arguments: true };
