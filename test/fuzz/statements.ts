/** The rules of statements that declare, choose, loop and jump. */
import { type Declared, type Node, rule, type Rules, writeStatements } from "./tree.js";
import type { Scope } from "./scope.js";

const s = "statement";
/** Few names, so that blocks shadow each other's. */
const names = ["a", "b", "c", "d"];

const nameOf = (n: Node, choice = 0): string => n.pick(choice, names);
const otherName = (n: Node): string => names[(names.indexOf(nameOf(n)) + 1 + n.number(1, 3)) % names.length]!;
const isConstant = (n: Node): boolean => n.number(2, 3) === 1;
const keyword = (n: Node): string => (isConstant(n) ? "const" : "let");
const both = (n: Node): Declared[] => [nameOf(n), otherName(n)].map((name) => ({ name, isConstant: isConstant(n) }));

export const leaves: Rules = {
  log: rule(s, 3, "e", (n) => `L(${n.id()}, ${n.write(0)});`),
  evaluate: rule(s, 3, "e", (n) => `${n.await(n.write(0))};`),
  declare: rule(
    s,
    5,
    "e",
    (n) => `${keyword(n)} ${nameOf(n)} = ${n.write(0)};`,
    (n) => [{ name: nameOf(n), isConstant: isConstant(n) }],
  ),
  capture: rule(s, 2, "e", (n) => `fs.push(() => ${n.write(0, n.scope.function({ await: false, yield: false }))});`),
  assign: rule(s, 2, "e", (n) => `${n.target(0)} = ${n.write(0)};`),
  jump: rule(s, 4, "e", (n) => {
    const jumps = jumpsFrom(n.scope, n.write(0), n.number(1, 3) === 2);
    return jumps.length === 0
      ? `L(${n.id()});`
      : `if (L(${n.id()}, ${n.variable(1)}) > ${n.number(2, 8)}) ${n.pick(0, jumps)}`;
  }),
  throw: rule(s, 1, "e", (n) => `if (${n.write(0)} > 3) throw ${n.pick(0, [`new Error("t${n.id()}")`, `${n.id()}`])};`),
};

export const declarations: Rules = {
  objectPattern: rule(
    s,
    2,
    "eeee",
    (n) => {
      const pattern = `{ x: ${nameOf(n)} = ${n.write(0)}, [L(${n.id()}, "y" + ${n.write(1)})]: ${otherName(n)} = ${n.write(2)} }`;
      return `${keyword(n)} ${pattern} = { y: 1, ...{ y1: ${n.write(3)} } };`;
    },
    both,
  ),
  arrayPattern: rule(
    s,
    2,
    "eee",
    (n) =>
      `${keyword(n)} [${nameOf(n)} = ${n.write(0)}, [${otherName(n)} = ${n.write(1)}] = [${n.write(2)}]] = it(${n.number(1, 4)}, [undefined, [3]]);`,
    both,
  ),
  var: rule(s, 1, "ee", (n) => {
    const name = `u${n.id()}`;
    const [value, after] = [n.write(0), n.write(1)];
    n.scope.initialize([{ name, isConstant: false }]);
    return `if (${value}) { var ${name} = ${after}; } fs.push(() => ${name}++);`;
  }),
  function: rule(
    s,
    1,
    "ee",
    (n) => {
      const scope = n.scope.function({ await: false, yield: false, this: false, super: false }, "q");
      return `function ${nameOf(n)}_(q = ${n.write(0, scope)}) { return ${n.write(1, scope)}; } L(${n.id()}, ${nameOf(n)}_(1));`;
    },
    (n) => [{ name: `${nameOf(n)}_`, isConstant: true }],
  ),
};

export const branches: Rules = {
  if: rule(s, 2, "ebb", (n) => `if (${n.write(0)}) ${n.write(1)} else ${n.write(2)}`),
  block: rule(s, 1, "b", (n) => n.write(0)),
  labelled: rule(s, 2, "b", (n) => {
    const label = `l${n.id()}`;
    return `${label}: ${n.write(0, n.scope.inside({ label, isLoop: false, isBreakable: false }))}`;
  }),
  switch: rule(s, 2, "eeesbb", (n) => {
    const scope = n.scope.inside({ label: null, isLoop: false, isBreakable: true });
    const end = n.pick(0, ["break;", ""]);
    // Parentheses around a test would be mistaken for an arrow function's parameters.
    const cases = [
      `case +${n.write(1)}: { ${n.write(3, scope)} ${end} }`,
      `case 0 + ${n.write(2)}: ${n.write(4, scope)}`,
    ];
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
    const error = n.pick(0, ["(e)", "", "({ message: e = L('none', 7) })"]);
    const first = error === "" ? "" : `L(${n.id()}, "caught", e);`;
    return `try ${n.write(0)} catch ${error} { ${first} ${statementsOf(n, 1)} }`;
  }),
  finally: rule(s, 4, "bb", (n) => `try ${n.write(0)} finally ${n.write(1)}`),
  catchFinally: rule(s, 2, "bbb", (n) => `try ${n.write(0)} catch (e) ${n.write(1)} finally ${n.write(2)}`),
};

export const loops: Rules = {
  for: loop(3, "eb", (n, head) => {
    const i = nameOf(n);
    const test = n.pick(1, [`${i} < ${1 + n.number(2, 3)}`, `${n.await(i)} < ${1 + n.number(2, 3)}`]);
    const step = n.pick(2, [`${i}++`, `${i} += 1 + 0 * ${n.write(0, n.scope.binding(i))}`]);
    return `${head}for (let ${i} = 0, f${n.id()} = fs.push(() => ${i}); ${test}; ${step}) ${body(n, 1, n.scope.binding(i))}`;
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
    ]);
    return `${head}for (${keyword(n)} ${x} of ${source}) ${body(n, 2, n.scope.binding(x))}`;
  }),
  forOfPattern: loop(2, "eeb", (n, head) => {
    const [x, y] = [nameOf(n), otherName(n)];
    const pattern = n.pick(2, [
      `[${x} = ${n.write(0, withDead(n, x, y))}, ${y} = 1]`,
      `{ length: ${x}, [L(${n.id()}, 0)]: ${y} = ${n.write(0, withDead(n, x, y))} }`,
    ]);
    return `${head}for (${keyword(n)} ${pattern} of [[${n.write(1)}], [undefined, 4], it(3)]) ${body(n, 2, n.scope.binding(x, y))}`;
  }),
  forOfTarget: loop(1, "eb", (n, head) => `${head}for (${n.target(0)} of [${n.write(0)}, 2]) ${body(n, 1)}`),
  forIn: loop(1, "eb", (n, head) => {
    const x = nameOf(n);
    return `${head}for (const ${x} in { 4: 1, k: ${n.write(0)}, 2: 2 }) { L(${n.id()}, ${x}); fs.push(() => ${x}.length); ${body(n, 1)} }`;
  }),
  forAwait: loop(3, "eeb", (n, head) => {
    const x = nameOf(n);
    const sources = [
      `[${n.write(0)}, Promise.resolve(${n.write(1)})]`,
      `it(${n.number(2, 4)})`,
      `ag(${n.write(0)})`,
      `wrapped(${n.number(2, 4)})`,
    ];
    const awaits = n.scope.can.await;
    return `${head}for ${awaits ? "await " : ""}(${keyword(n)} ${x} of ${awaits ? n.pick(1, sources) : "it(2)"}) ${body(n, 2, n.scope.binding(x))}`;
  }),
};

/** A loop that may have a label; it ends when the program has taken its share of steps. */
function loop(weight: number, parts: string, write: (node: Node, head: string) => string): Rules[string] {
  return rule(s, weight, parts, (n) => write(n, n.number(0, 3) === 2 ? `${labelOf(n)}: ` : ""));
}

function labelOf(n: Node): string {
  return `m${n.scope.targets.length}`;
}

function body(n: Node, part: number, scope = n.scope): string {
  const label = n.number(0, 3) === 2 ? labelOf(n) : null;
  return `{ if (B()) break; ${n.write(part, scope.inside({ label, isLoop: true, isBreakable: true }))} }`;
}

/** Defaults in a pattern see its names before they have values. */
function withDead(n: Node, ...dead: string[]): Scope {
  return n.scope.block(dead.map((name) => ({ name, isConstant: false })));
}

function statementsOf(n: Node, part: number): string {
  return writeStatements(n.inPart(part));
}

function jumpsFrom(scope: Scope, value: string, mayReturn: boolean): string[] {
  const jumps: string[] = [];
  for (const { label, isLoop, isBreakable } of scope.targets.toReversed()) {
    if (label !== null) jumps.push(`break ${label};`);
    if (label !== null && isLoop) jumps.push(`continue ${label};`);
    if (isBreakable && !jumps.includes("break;")) jumps.push("break;");
    if (isLoop && !jumps.includes("continue;")) jumps.push("continue;");
  }
  if (scope.can.return && (jumps.length > 0 || mayReturn)) jumps.push(`return ${value};`);
  return jumps;
}
