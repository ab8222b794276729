/** The rules of simple statements, jumps and declarations. */
import { both, isConstant, keyword, nameOf, otherName } from "./names.js";
import { method, type Scope } from "./scope.js";
import { type Node, rule, type Rules } from "./tree.js";

const s = "statement";

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
    const jump = jumps.length === 0 ? `L(${n.id()});` : n.pick(0, jumps);
    // What stands behind it is never reached. (`continue` might go on for ever.)
    if (jump.startsWith("L") || (!jump.startsWith("continue") && n.number(2, 12) === 11)) return jump;
    return `if (L(${n.id()}, ${n.variable(1)}) > ${n.number(2, 8)}) ${jump}`;
  }),
  throw: rule(s, 1, "e", (n) => {
    const thrown = `throw ${n.pick(0, [`new Error("t${n.id()}")`, `${n.id()}`])};`;
    return n.number(1, 6) === 5 ? thrown : `if (${n.write(0)} > 3) ${thrown}`;
  }),
};

function jumpsFrom(scope: Scope, value: string, mayReturn: boolean): string[] {
  const jumps: string[] = [];
  for (const { label, isLoop, isBreakable } of scope.targets.toReversed()) {
    if (label !== null) jumps.push(`break ${label};`);
    if (label !== null && isLoop) jumps.push(`continue ${label};`);
    if (isBreakable && !jumps.includes("break;")) jumps.push("break;");
    if (isLoop && !jumps.includes("continue;")) jumps.push("continue;");
  }
  if (scope.can.return && (jumps.length > 0 || mayReturn))
    jumps.push(`return ${value};`, `return ${value};`, "return;");
  return jumps;
}

export const declarations: Rules = {
  objectPattern: rule(
    s,
    2,
    "eeee",
    (n) => {
      const key = `[L(${n.id()}, "y" + ${n.write(1)})]`;
      const pattern = `{ x: ${nameOf(n)} = ${n.write(0)}, ${key}: ${otherName(n)} = ${n.write(2)} }`;
      return `${keyword(n)} ${pattern} = { y: 1, ...{ y1: ${n.write(3)} } };`;
    },
    both,
  ),
  arrayPattern: rule(
    s,
    2,
    "eee",
    (n) => {
      const pattern = `[${nameOf(n)} = ${n.write(0)}, [${otherName(n)} = ${n.write(1)}] = [${n.write(2)}]]`;
      return `${keyword(n)} ${pattern} = it(${n.number(1, 4)}, [undefined, [3]]);`;
    },
    both,
  ),
  several: rule(
    s,
    1,
    "ee",
    (n) => `${keyword(n)} ${nameOf(n)} = ${n.write(0)}, ${otherName(n)} = ${n.write(1)};`,
    both,
  ),
  uninitialised: rule(
    s,
    1,
    "e",
    (n) => `let ${nameOf(n)}; L(${n.id()}, ${nameOf(n)}, ${n.write(0)});`,
    (n) => [{ name: nameOf(n), isConstant: false }],
  ),
  using: {
    ...rule(
      s,
      1,
      "ee",
      (n) => writeUsing(n),
      (n) => [{ name: nameOf(n), isConstant: true }],
    ),
    disposes: true,
  },
  var: rule(s, 1, "ee", (n) => {
    const name = `u${n.id()}`;
    const [value, after] = [n.write(0), n.write(1)];
    n.scope.initialize([{ name, isConstant: false }]);
    return n.pick(0, [
      `if (${value}) { var ${name} = ${after}; } fs.push(() => ${name}++);`,
      `L(${n.id()}, ${name}); var ${name} = ${value}; var ${name}; L(${n.id()}, ${name} + ${after});`,
      `for (var ${name} = 0; ${name} < 2; ${name}++) { fs.push(() => ${name}); L(${n.id()}, ${value}); var ${name}; }`,
      `var { x: ${name} = ${value} } = { y: ${after} };`,
      `try { throw ${value} } catch (${name}) { var ${name} = ${after}; L(${n.id()}, ${name}); }`,
    ]);
  }),
  function: rule(
    s,
    1,
    "ee",
    (n) => {
      const name = `${nameOf(n)}_`;
      const scope = n.scope.function({ ...method, return: false, this: false }, "q");
      const call = `L(${n.id()}, ${name}(1));`;
      const declaration = `function ${name}(q = ${n.write(0, scope)}) { if (B()) return 1; return ${n.write(1, scope)}; }`;
      return n.pick(1, [
        `${declaration} ${call}`,
        `${call} ${declaration}`,
        `fs.push(() => ${name}(2)); ${declaration}`,
      ]);
    },
    (n) => [{ name: `${nameOf(n)}_`, isConstant: true }],
  ),
  /** In sloppy mode the function is also a variable of the function around it. */
  blockFunction: rule(s, 1, "ee", (n) => {
    const name = `${nameOf(n)}${n.pick(1, ["_", "$"])}`;
    const scope = n.scope.function({ ...method, this: false });
    const kind = n.pick(2, ["function", "function", "async function", "function*"]);
    const body = `{ ${n.write(0)}; ${kind} ${name}() { return ${n.write(1, scope)} } fs.push(() => typeof ${name}); ${name} = 5; }`;
    return `L(${n.id()}, typeof ${name}); ${body} L(${n.id()}, typeof ${name});`;
  }),
};

function writeUsing(n: Node): string {
  const name = nameOf(n);
  const value = n.write(0);
  if (!n.scope.can.await) return `const ${name} = ${value};`;
  const scope = n.scope.function({ ...method, this: false });
  const asyncScope = n.scope.function({ ...method, await: true, this: false });
  const sync = `[Symbol.dispose]() { L(${n.id()}, "dispose"); ${n.write(1, scope)}; }`;
  const asynchronous = `async [Symbol.asyncDispose]() { L(${n.id()}, "dispose"); ${n.write(1, asyncScope)}; }`;
  const failing = `[Symbol.dispose]() { throw L(${n.id()}, "failing"); }`;
  const [isAsync, resource] = n.pick(1, [
    [false, `{ p: ${value}, ${sync} }`],
    [true, `{ p: ${value}, ${asynchronous} }`],
    [true, `{ p: ${value}, ${sync} }`],
    [true, `{ p: ${value}, ${asynchronous}, ${failing} }`],
    [false, `{ p: ${value}, ${failing} }`],
    [true, `(${value}, null)`],
    [false, `(${value}, undefined)`],
    [false, `(${value}, 5)`],
  ]);
  const { disposal } = n.scope;
  if (n.writing.isOracle) return `const ${name} = ${disposal}.${isAsync ? "useAsync" : "use"}(${resource});`;
  return `${isAsync ? "await using" : "using"} ${name} = ${resource};`;
}
