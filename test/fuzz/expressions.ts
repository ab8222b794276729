/** The rules of expressions: values, operators, members and patterns. */
import { rule, type Rules } from "./tree.js";

const assignments = ["=", "+=", "-=", "||=", "??=", "&&=", "*=", "**="];
const operators = ["+", "-", "*", "<", "===", "|", "%", "**", ">>", "!==", "=="];
const e = "expression";

export const leaves: Rules = {
  number: rule(e, 2, "", (n) => String(n.number(0, 6))),
  nothing: rule(e, 1, "", (n) => n.pick(0, ["null", "undefined", "o.n", "o.zz"])),
  variable: rule(e, 3, "", (n) => n.variable(0)),
  log: rule(e, 3, "", (n) => `L(${n.id()}, ${n.variable(0)})`),
  awaitLog: rule(e, 4, "", (n) => n.await(`L(${n.id()}, ${n.number(0, 9)})`)),
  this: rule(e, 1, "", (n) => (n.scope.can.this ? n.pick(0, ["this.p", "this.x", "this.g"]) : "o.p")),
  arguments: rule(e, 1, "", (n) =>
    n.scope.can.arguments ? n.pick(0, ["arguments.length", "(new.target === undefined ? 1 : 2)", "arguments[0]"]) : "1",
  ),
  private: rule(e, 2, "", (n) => {
    const { privates, can } = n.scope;
    if (privates.length === 0 || !can.this) return n.variable(0);
    const name = n.pick(0, privates);
    return n.pick(1, [`this.${name}`, `this.${name}++`, `(${name} in this)`]);
  }),
};

export const expressions: Rules = {
  binary: rule(e, 3, "ee", (n) => `(${n.write(0)} ${n.pick(0, operators)} ${n.write(1)})`),
  instance: rule(e, 1, "e", (n) => `(${n.pick(0, [`"p" in o`, "o instanceof C", "typeof o.zz"])} === ${n.write(0)})`),
  unary: rule(e, 1, "e", (n) => `(${n.pick(0, ["-", "!", "void ", "+", "~", "typeof "])}${n.write(0)})`),
  await: rule(e, 4, "e", (n) => n.await(n.write(0))),
  yield: rule(e, 4, "e", (n) => {
    if (!n.scope.can.yield) return n.await(n.write(0));
    const value = n.write(0);
    const inner = n.pick(1, [`it(${value} & 3)`, `it(${value} & 3)`, `bad(${n.number(2, 39)})`]);
    return n.pick(0, [`(yield ${value})`, `(yield ${value})`, "(yield)", `(yield* ${inner})`]);
  }),
  call: rule(e, 3, "ee", (n) => `${n.pick(0, ["o.m", "o?.m", "o.o.m", "o['m']"])}(${n.write(0)}, ${n.write(1)})`),
  callComputed: rule(e, 1, "ee", (n) => `o[L(${n.id()}, ${n.write(0)}) ? "m" : "zz"](${n.variable(0)}, ${n.write(1)})`),
  callAwaited: rule(
    e,
    1,
    "ee",
    (n) => `${n.await(`L(${n.id()}, tag)`)}([${n.write(0)}], ${n.variable(0)}, ${n.write(1)})`,
  ),
  callSpread: rule(e, 1, "ee", (n) => `o.m(...[${n.write(0)}], ...it(2), ${n.write(1)})`),
  new: rule(e, 1, "ee", (n) => {
    const made = n.pick(0, ["C", n.await("C")]);
    return `new ${made}(${n.pick(1, ["", "...it(1), "])}${n.write(0)}, ${n.write(1)}).p`;
  }),
  array: rule(e, 1, "eee", (n) => `[${n.write(0)}, ...[${n.write(1)}, , ${n.write(2)}]].length`),
  conditional: rule(e, 2, "eee", (n) => `(${n.write(0)} ? ${n.write(1)} : ${n.write(2)})`),
  logical: rule(e, 3, "ee", (n) => `(${n.write(0)} ${n.pick(0, ["&&", "||", "??"])} ${n.write(1)})`),
  comma: rule(e, 1, "ee", (n) => `(${n.write(0)}, ${n.write(1)})`),
  super: rule(e, 2, "ee", (n) => {
    if (!n.scope.can.super) return `o.m(${n.write(0)}, ${n.write(1)})`;
    const value = n.write(0);
    return n.pick(0, [
      `super.m(${value}, ${n.write(1)})`,
      `super[L(${n.id()}, "m")](${value}, ${n.write(1)})`,
      `(super.v = ${value})`,
      `super.p`,
      `(super["v"] += ${value})`,
      `(super.w ??= ${value})`,
      `super.v++`,
    ]);
  }),
  assign: rule(e, 3, "e", (n) => `(${n.target(0)} ${n.pick(1, assignments)} ${n.write(0)})`),
  assignMember: rule(e, 1, "e", (n) => `(o.${n.pick(0, ["p", "n2", "o.p"])} ${n.pick(1, assignments)} ${n.write(0)})`),
  assignComputed: rule(e, 1, "ee", (n) => {
    const key = `L(${n.id()}, "q" + (${n.write(0)}))`;
    return `(o[${key}] ${n.pick(1, assignments)} ${n.write(1)})`;
  }),
  assignPrivate: rule(e, 2, "e", (n) => {
    const { privates, can } = n.scope;
    const target = privates.length === 0 || !can.this ? n.target(0) : `this.${n.pick(0, privates)}`;
    return n.pick(2, [
      `(${target} ${n.pick(1, assignments)} ${n.write(0)})`,
      `([${target} = 4, o.p] = [${n.write(0)}], o.p)`,
    ]);
  }),
  assignName: rule(e, 1, "e", (n) => `((${n.target(0)} = ${n.write(0)}) + ${n.variable(1)} * ${n.variable(2)})`),
  update: rule(e, 2, "", (n) => n.pick(1, [`${n.target(0)}++`, `(--${n.target(0)})`])),
  updateMember: rule(e, 1, "e", (n) =>
    n.pick(0, [`o[L(${n.id()}, "p")]++`, `(--o.o[L(${n.id()}, "q" + ${n.write(0)})])`]),
  ),
  optional: rule(e, 2, "ee", (n) => {
    const chains = [
      `o.n?.m(${n.write(0)}, ${n.write(1)})`,
      `o.zz?.(${n.write(0)})`,
      `o.n?.[${n.write(0)}].x.y(${n.write(1)})`,
      `o?.o?.m?.(${n.write(0)}, ${n.write(1)})`,
      `(o.n?.x).y`,
      `delete o?.[${n.write(0)}]`,
      `o?.[L(${n.id()}, "o")]?.m(${n.write(1)})`,
      `(o?.o.m)(${n.write(0)}, ${n.write(1)})`,
      `delete o.n?.x[${n.write(0)}]`,
      `${n.await(`L(${n.id()}, null)`)}?.[${n.write(0)}]`,
    ];
    return `Number(${n.pick(0, chains)})`;
  }),
  delete: rule(e, 1, "e", (n) => `(delete o[L(${n.id()}, "q" + (${n.write(0)}))])`),
  template: rule(e, 1, "ee", (n) => `\`\${${n.write(0)}}-\${${n.write(1)}}\`.length`),
  tagged: rule(e, 1, "ee", (n) => `${n.pick(0, ["tag", "o.tag"])}\`a\${${n.write(0)}}b\${${n.write(1)}}\``),
  object: rule(e, 2, "eeee", (n) => {
    const key = `[L(${n.id()}, "k" + ${n.write(1)})]`;
    const more = n.pick(0, ["get z()", "z()", "async z()", "*z()"]);
    const can = {
      await: more.startsWith("async"),
      yield: false,
      return: true,
      this: true,
      super: false,
      arguments: true,
    };
    const member = `${more} { return ${n.write(3, n.scope.function(can))} }`;
    return `({ x: ${n.write(0)}, ${key}: ${n.write(2)}, ...{ y: ${n.write(2)} }, ${member} }).${n.pick(1, ["x", "y", "k1"])}`;
  }),
  destructureArray: rule(e, 1, "eee", (n) => {
    const second = `o[L(${n.id()}, "z" + ${n.write(1)})] = ${n.write(2)}`;
    const source = n.pick(1, [`it(${n.number(2, 4)})`, `it(${n.number(2, 4)})`, `bad(${n.number(2, 39)})`]);
    return `([${n.target(0)} = ${n.write(0)}, ${second}${n.pick(2, ["", ", ...o.r"])}] = ${source}, o.r.length)`;
  }),
  destructureObject: rule(e, 1, "eee", (n) => {
    const second = `[L(${n.id()}, "y")]: o.p = ${n.write(1)}`;
    return `({ x: ${n.target(0)} = ${n.write(0)}, ${second}, ...o.r } = { y: ${n.write(2)}, w: 1 }, o.p)`;
  }),
};
