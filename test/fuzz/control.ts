/** The rules of statements that choose, catch and loop. */
import { keyword, nameOf, otherName, withDead } from "./names.js";
import { type Node, rule, type Rules, writeStatements } from "./tree.js";

const s = "statement";

export const branches: Rules = {
  if: rule(s, 2, "ebb", (n) => `if (${n.write(0)}) ${n.write(1)} else ${n.write(2)}`),
  block: rule(s, 1, "b", (n) => n.write(0)),
  labelled: rule(s, 2, "b", (n) => {
    const label = `l${n.id()}`;
    return `${label}: ${n.write(0, n.scope.inside({ label, isLoop: false, isBreakable: false }))}`;
  }),
  switch: rule(s, 2, "eeebbb", (n) => {
    const scope = n.scope.inside({ label: null, isLoop: false, isBreakable: true });
    const end = n.pick(0, ["break;", ""]);
    // Parentheses around a test would be mistaken for an arrow function's parameters.
    const cases = [`case +${n.write(1)}: ${n.write(3, scope)} ${end}`, `case 0 + ${n.write(2)}: ${n.write(4, scope)}`];
    cases.splice(n.number(1, 3), 0, `default: ${n.write(5, scope)}`);
    return `switch (${n.write(0)}) { ${cases.join("\n")} }`;
  }),
  // The cases of a switch are one scope: a jump over the declaration leaves the name without a value.
  switchScope: rule(s, 1, "eeee", (n) => {
    const name = nameOf(n);
    const scope = n.scope.binding(name);
    return `switch (${n.write(0, withDead(n, name))} & 3) { case 0: fs.push(() => ${name}); case 1: let ${name} = ${n.write(1, withDead(n, name))};
      case 2: L(${n.id()}, ${n.write(2, scope)}); default: ${name} = ${n.write(3, scope)}; fs.push(() => ${name}++); }`;
  }),
  catch: rule(s, 4, "bb", (n) => {
    const error = n.pick(0, ["(e)", "", "({ name: e = L('none', 7) })"]);
    const first = error === "" ? "" : `L(${n.id()}, "caught", e);`;
    return `try ${n.write(0)} catch ${error} { ${first} ${writeStatements(n.inPart(1))} }`;
  }),
  /** The error is thrown on, and what catches it is a variable that closures see. */
  rethrow: rule(s, 1, "bb", (n) => {
    const name = nameOf(n);
    const scope = n.scope.binding(name);
    const on = n.pick(1, [`if (${name} !== L(${n.id()}, 3)) throw ${name};`, ""]);
    return `try ${n.write(0)} catch (${name}) { fs.push(() => ${name}); ${n.write(1, scope)} ${on} }`;
  }),
  finally: rule(s, 4, "bb", (n) => `try ${n.write(0)} finally ${n.write(1)}`),
  catchFinally: rule(s, 2, "bbb", (n) => `try ${n.write(0)} catch (e) ${n.write(1)} finally ${n.write(2)}`),
};

export const loops: Rules = {
  for: loop(3, "eb", (n, head) => {
    const i = nameOf(n);
    const scope = n.scope.binding(i);
    const limit = 1 + n.number(2, 3);
    const test = n.pick(1, [`${i} < ${limit}`, `${n.await(i)} < ${limit}`, `(fs.push(() => ${i}), ${i} < ${limit})`]);
    const step = n.pick(2, [`${i}++`, `${i} += 1 + 0 * ${n.write(0, scope)}`, `fs.push(() => ${i}), ${i}++`]);
    return `${head}for (let ${i} = 0, f${n.id()} = fs.push(() => ${i}); ${test}; ${step}) ${body(n, 1, scope)}`;
  }),
  forBare: loop(1, "eb", (n, head) => {
    const i = nameOf(n);
    const scope = n.scope.binding(i);
    const end = `if (${i}++ > ${n.number(1, 3)} || ${n.write(0, scope)} === 99) break;`;
    return `${head}for (let ${i} = 0;;) { if (B()) break; ${end} ${body(n, 1, scope)} }`;
  }),
  forConst: loop(1, "eb", (n, head) => {
    const i = nameOf(n);
    const scope = n.scope.binding(i);
    const step = `${n.await(`${i}.n++`)}, ${n.write(0, scope)}`;
    return `${head}for (const ${i} = { n: 0 }; ${i}.n < ${1 + n.number(1, 3)}; ${step}) ${body(n, 1, scope)}`;
  }),
  while: loop(1, "eb", (n, head) => {
    const w = `w${n.id()}`;
    return `{ let ${w} = 0; ${head}while (${w}++ < ${1 + n.number(1, 3)} && ${n.write(0)} !== 99) ${body(n, 1)} }`;
  }),
  do: loop(1, "eb", (n, head) => {
    const w = `w${n.id()}`;
    return `{ let ${w} = 0; ${head}do ${body(n, 1)} while (${w}++ < ${n.number(1, 3)} && ${n.write(0)} !== 99); }`;
  }),
  forOf: loop(3, "eeb", (n, head) => {
    const x = nameOf(n);
    const source = n.pick(1, [
      `[${n.write(0)}, ${n.write(1)}]`,
      `it(${n.number(2, 4)})`,
      `[it(2), it(1)].flatMap((i) => [...i])`,
      `bad(${n.number(2, 39)})`,
    ]);
    return `${head}for (${keyword(n)} ${x} of ${source}) ${body(n, 2, n.scope.binding(x))}`;
  }),
  forOfPattern: loop(2, "eeb", (n, head) => {
    const [x, y] = [nameOf(n), otherName(n)];
    const value = n.write(0, withDead(n, x, y));
    const pattern = n.pick(2, [`[${x} = ${value}, ${y} = 1]`, `{ length: ${x}, [L(${n.id()}, 0)]: ${y} = ${value} }`]);
    const list = `[[${n.write(1)}], [undefined, 4], it(3)]`;
    return `${head}for (${keyword(n)} ${pattern} of ${list}) ${body(n, 2, n.scope.binding(x, y))}`;
  }),
  forOfTarget: loop(1, "eeb", (n, head) => {
    const target = n.pick(1, [
      n.target(0),
      n.target(0),
      `o[L(${n.id()}, "t" + ${n.write(1)})]`,
      `[o.p = ${n.write(1)}]`,
    ]);
    return `${head}for (${target} of [${n.write(0)}, [2], it(1)]) ${body(n, 2)}`;
  }),
  forIn: loop(1, "eb", (n, head) => {
    const x = nameOf(n);
    const [declared, scope] = n.pick(1, [
      [`const ${x}`, n.scope.binding(x)],
      [`let [${x}]`, n.scope.binding(x)],
      [`var v${n.id()}`, n.scope],
      ["o.p", n.scope],
    ] as const);
    const object = n.pick(2, [`{ 4: 1, k: ${n.write(0)}, 2: 2 }`, `o`, `(delete o.r, { r: ${n.write(0)} })`, "null"]);
    const seen = declared.endsWith(x) ? `fs.push(() => ${x}.length);` : "";
    return `${head}for (${declared} in ${object}) { L(${n.id()}, o.p); ${seen} ${body(n, 1, scope)} }`;
  }),
  forAwait: loop(3, "eeb", (n, head) => {
    const x = nameOf(n);
    if (!n.scope.can.await) return `${head}for (${keyword(n)} ${x} of it(2)) ${body(n, 2, n.scope.binding(x))}`;
    const sources = [
      `[${n.write(0)}, Promise.resolve(${n.write(1)})]`,
      `it(${n.number(2, 4)})`,
      `ag(${n.write(0)})`,
      `wrapped(${n.number(2, 4)})`,
      `badAsync(${n.number(2, 39)})`,
      `bad(${n.number(2, 39)})`,
      `(async function* () { yield ${n.write(0, n.scope.function({ return: false, yield: true, this: false, super: false }))}; })()`,
    ];
    const heads = [`${keyword(n)} ${x}`, `${keyword(n)} ${x}`, `${keyword(n)} { length: ${x} = 1 }`];
    return `${head}for await (${n.pick(0, heads)} of ${n.pick(1, sources)}) ${body(n, 2, n.scope.binding(x))}`;
  }),
};

/** A loop that may have one label or two; it ends when the program has taken its share of steps. */
function loop(weight: number, parts: string, write: (node: Node, head: string) => string): Rules[string] {
  return rule(s, weight, parts, (n) => write(n, n.pick(0, ["", `${labelOf(n)}: x${labelOf(n)}: `, `${labelOf(n)}: `])));
}

function labelOf(n: Node): string {
  return `m${n.scope.targets.length}`;
}

function body(n: Node, part: number, scope = n.scope): string {
  const label = n.pick(0, [null, `x${labelOf(n)}`, labelOf(n)]);
  return `{ if (B()) break; ${n.write(part, scope.inside({ label, isLoop: true, isBreakable: true }))} }`;
}
