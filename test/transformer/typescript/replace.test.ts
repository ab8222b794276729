import ts from "typescript";
import type { HostNode } from "../../../transformer/core/dialect.js";
import { isExpression, withDialect } from "./host.js";

/** Replaces, in `source`, each identifier that is a key of `answers` by the expression of that text. */
function replaced(source: string, answers: Readonly<Record<string, string>>): string {
  return withDialect(source, ({ dialect, sourceFile, print }) => {
    const targets = new Map<HostNode, string>();
    const ignore = (): void => undefined;
    const note = (name: string, node: HostNode): void => {
      const answer = answers[name];
      if (answer !== undefined) targets.set(node, answer);
    };
    dialect.walk({
      enter: ignore,
      leave: ignore,
      scope: ignore,
      endScope: ignore,
      functionStart: ignore,
      functionEnd: ignore,
      declare: (name, _kind, node) => note(name, node),
      reference: note,
      suspension: ignore,
      jump: ignore,
      variableStatement: ignore,
      eval: ignore,
      with: ignore,
      receiver: ignore,
      declared: ignore,
      int32: () => undefined,
      bareFunction: ignore,
    });
    const { build } = dialect;
    const make = (text: string): HostNode => {
      const [object, ...names] = text.replace("()", "").split(".");
      const access = names.reduce((node, name) => build.member(node, name), build.identifier(object ?? ""));
      return text.endsWith("()") ? build.call(access, []) : access;
    };
    const result = dialect.replace(sourceFile as unknown as HostNode, (node) => {
      const answer = targets.get(node);
      return answer === undefined ? undefined : make(answer);
    });
    return print(result).trim();
  });
}

const cases: readonly (readonly [source: string, answers: Record<string, string>, result: string])[] = [
  ["f(x);", { x: "y" }, "f(y);"],
  ["o = { x };", { x: "y" }, "o = { x: y };"],
  ["o = { x };", { x: "e.x" }, "o = { x: e.x };"],
  ["({ x, y = 1 } = o);", { x: "e.x", y: "e.y" }, "({ x: e.x, y: e.y = 1 } = o);"],
  ["const { x, ...y } = o;", { x: "a", y: "b" }, "const { x: a, ...b } = o;"],
  ["const { x = x } = o;", { x: "a" }, "const { x: a = a } = o;"],
  ["const [x] = o;", { x: "a" }, "const [a] = o;"],
  ["x();", { x: "e.x" }, "(0, e.x)();"],
  ["x?.();", { x: "e.x" }, "(0, e.x)?.();"],
  ["x`a`;", { x: "e.x" }, "(0, e.x) `a`;"],
  ["x.y();", { x: "e.x" }, "e.x.y();"],
  ["new x();", { x: "e.x" }, "new e.x();"],
  ["new x();", { x: "f()" }, "new (f())();"],
  ["x++;", { x: "e.x" }, "e.x++;"],
  ["x = () => 1;", { x: "e.x" }, "e.x = { x: () => 1 }.x;"],
  ["x = function named() { };", { x: "e.x" }, "e.x = function named() { };"],
  ["x ||= class { };", { x: "e.x" }, "e.x ||= { x: class { } }.x;"],
  ["({ x = () => 1 } = o);", { x: "e.x" }, "({ x: e.x = { x: () => 1 }.x } = o);"],
  ["export { x, x as z };", { x: "y" }, "export { y as x, y as z };"],
  ["a + x + b - x;", { x: "y" }, "a + y + b - y;"],
  ["let a: x = x as x;", { x: "y" }, "let a: x = y as x;"],
  ["o.x = x;", { x: "y" }, "o.x = y;"],
  ["x: for (;;) { x; break x; }", { x: "y" }, "x: for (;;) { y; break x; }"],
  ["y = <X a={x}>{x}</X>;", { x: "e.x", X: "Y" }, "y = <Y a={e.x}>{e.x}</Y>;"],
  ["y = <X />;", { X: "e.X" }, "y = <e.X />;"],
  ["y = <X>a</X>;", { X: "t" }, "y = (Tag => <Tag>a</Tag>)(t);"],
  ["y = <X />;", { X: "f()" }, "y = (Tag => <Tag />)(f());"],
  ["y = <a><X /></a>;", { X: "t" }, "y = <a>{(Tag => <Tag />)(t)}</a>;"],
  ['function f() { "use coroutine"; "use strict"; }', {}, 'function f() { "use strict"; }'],
];

test.each(cases)("%s with %j", (source, answers, expected) => {
  expect(replaced(source, answers)).toBe(expected);
});

test("a replaced JSX child or attribute is put in braces", () => {
  const text = "y = <a b=<c/>><d/></a>;";
  const result = withDialect(text, ({ dialect, sourceFile, find, print }) => {
    const nodes = [find("<c/>"), find("<d/>")];
    return print(
      dialect.replace(sourceFile as unknown as HostNode, (node) =>
        nodes.includes(node) ? dialect.build.string('"') : undefined,
      ),
    );
  });
  expect(result.trim()).toBe(String.raw`y = <a b={"\""}>{"\""}</a>;`);
});

test("what replaces an operand is parenthesised as needed", () => {
  const text = "f((await a) as B, (await a)!, -a, `${a}`, a.b, a ? a : a, [...a], <T,>() => a);";
  const result = withDialect(text, ({ dialect, sourceFile, print }) => {
    const { build } = dialect;
    const comma = (): HostNode => build.sequence([build.identifier("x"), build.identifier("y")]);
    return print(
      dialect.replace(sourceFile as unknown as HostNode, (node) => {
        const host = node as unknown as ts.Node;
        if (ts.isAwaitExpression(host)) return comma();
        return ts.isIdentifier(host) && host.text === "a" ? comma() : undefined;
      }),
    );
  });
  const output = ts.transpileModule(result, { compilerOptions: { target: ts.ScriptTarget.ESNext }, fileName: "a.tsx" });
  expect(output.outputText.replace('"use strict";', "").trim()).toBe(
    "f((x, y), (x, y), -(x, y), `${x, y}`, (x, y).b, (x, y) ? (x, y) : (x, y), [...(x, y)], () => (x, y));",
  );
});

test("a statement becomes several, and a block where only one can stand", () => {
  const text = "a; if (b) a; l: a; for (;;) a; switch (c) { case 1: a; }";
  const result = withDialect(text, ({ dialect, sourceFile, print }) =>
    print(
      dialect.replace(sourceFile as unknown as HostNode, (node) => {
        const host = node as unknown as ts.Node;
        if (!ts.isExpressionStatement(host) || host.getText() !== "a;") return undefined;
        const { build } = dialect;
        return [
          build.variable("let", [{ target: "x", initializer: null }]),
          build.expressionStatement(build.identifier("x")),
        ];
      }),
    ),
  );
  expect(result.trim()).toBe(
    "let x; x; if (b) { let x; x; } l: { let x; x; } for (;;) { let x; x; } switch (c) { case 1: let x; x; }",
  );
});

test("every node that is not affected stays the very same object", () => {
  withDialect("const a = b(c), d = e(f); g(h);", ({ dialect, sourceFile, find }) => {
    const target = find("c", isExpression);
    const result = dialect.replace(sourceFile as unknown as HostNode, (node) =>
      node === target ? dialect.build.identifier("x") : undefined,
    ) as unknown as ts.SourceFile;
    const [first, second] = result.statements;
    expect(second).toBe(sourceFile.statements[1]);
    expect(first).not.toBe(sourceFile.statements[0]);
    const list = (first as ts.VariableStatement).declarationList.declarations;
    const original = (sourceFile.statements[0] as ts.VariableStatement).declarationList.declarations;
    expect(list[1]).toBe(original[1]);
    expect((list[0]?.initializer as ts.CallExpression).expression).toBe(
      (original[0]?.initializer as ts.CallExpression).expression,
    );
    expect(dialect.replace(sourceFile as unknown as HostNode, () => undefined)).toBe(sourceFile);
  });
});

test("a chain of thousands of operators does not exhaust the stack", () => {
  const source = `${Array.from({ length: 4000 }, () => "a").join(" + ")} + x;`;
  withDialect(source, ({ dialect, sourceFile }) => {
    const statement = sourceFile.statements[0] as ts.ExpressionStatement;
    const target = (statement.expression as ts.BinaryExpression).right as unknown as HostNode;
    const result = dialect.replace(sourceFile as unknown as HostNode, (node) =>
      node === target ? dialect.build.identifier("y") : undefined,
    );
    expect(result).not.toBe(sourceFile);
  });
});

test("var declarations become assignments", () => {
  const text =
    "var a = 1, b, { c, d: [e = 2], ...f } = g; for (var h = 1, i = 2; ;); for (var j; ;); for (var { k } of l);";
  const result = withDialect(text, ({ dialect, print }) => {
    const found: string[] = [];
    const ignore = (): void => undefined;
    dialect.walk({
      enter: ignore,
      leave: ignore,
      scope: ignore,
      endScope: ignore,
      functionStart: ignore,
      functionEnd: ignore,
      declare: ignore,
      reference: ignore,
      int32: ignore,
      suspension: ignore,
      jump: ignore,
      eval: ignore,
      with: ignore,
      receiver: ignore,
      declared: ignore,
      bareFunction: ignore,
      variableStatement: (node, position) =>
        found.push(`${position}: ${dialect.variableAsAssignments(node).map(print).join(" ")}`),
    });
    return found;
  });
  expect(result).toEqual([
    "statement: a = 1; ({ c, d: [e = 2], ...f } = g);",
    "forInit: h = 1, i = 2",
    "forInit: ",
    "forInOf: { k }",
  ]);
});

test("new names collide with nothing", () => {
  const names = withDialect("let a, b_1; o.c;", ({ dialect }) =>
    ["a", "a", "b", "b", "c"].map((base) => dialect.uniqueName(base)),
  );
  expect(names).toEqual(["a_1", "a_2", "b", "b_2", "c_1"]);
});
