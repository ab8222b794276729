import ts from "typescript";
import type { ExpressionView, HostNode, PatternView, Slot } from "../../../transformer/core/dialect.js";
import { type Host, withDialect } from "./host.js";

/** A view in one line. */
function describeExpression(view: ExpressionView, print: Host["print"]): string {
  const text = (node: HostNode | null): string => (node === null ? "null" : print(node));
  const slots = (list: readonly Slot[]): string =>
    list.map(({ node, kind }) => (kind === "value" ? text(node) : `${kind}:${text(node)}`)).join(" | ");
  switch (view.kind) {
    case "operands":
      return `operands ${slots(view.slots)}`.trim();
    case "call":
      return `call ${text(view.callee)} (${slots(view.arguments)})${view.isTemplate ? " template" : ""}${view.isDirectEval ? " eval" : ""}`;
    case "member":
      return `member ${text(view.object)} [${text(view.property)}]`;
    case "optionalChain":
      return `chain ${text(view.base)} ${view.links
        .map((link) => {
          const mark = link.optional ? "?" : "";
          if (link.kind === "member") return `${mark}.${link.name}`;
          return link.kind === "index" ? `${mark}[${text(link.property)}]` : `${mark}(${slots(link.arguments)})`;
        })
        .join(" ")}`;
    case "logical":
      return `logical ${text(view.left)} ${view.operator} ${text(view.right)}`;
    case "assign":
      return `assign ${text(view.target)} ${view.operator} ${text(view.value)}`;
    case "update":
      return `update ${view.prefix ? "prefix" : "postfix"} ${view.operator} ${text(view.target)}`;
    case "sequence":
      return `sequence ${view.expressions.map(text).join(" | ")}`;
    case "conditional":
      return `conditional ${text(view.test)} ? ${text(view.consequent)} : ${text(view.alternate)}`;
    case "await":
    case "yield":
    case "yieldStar":
      return `${view.kind} ${text(view.argument)}`;
    case "delete":
      return `delete ${text(view.target)}`;
    case "transparent":
      return `transparent ${text(view.inner)}`;
    case "identifier":
      return `identifier ${view.name}`;
    default:
      return view.kind;
  }
}

const expressions: readonly (readonly [source: string, view: string])[] = [
  ["a", "identifier a"],
  ["1", "constant"],
  ["arguments", "constant"],
  ["this", "constant"],
  ["/x/g", "operands"],
  ["() => 1", "constant"],
  ["async function () {}", "constant"],
  ["await a", "await a"],
  ["yield", "yield null"],
  ["yield a", "yield a"],
  ["yield* a", "yieldStar a"],
  ["a + b", "operands a | b"],
  ["-a", "operands a"],
  ["typeof a", "operands a"],
  ["void a", "operands a"],
  ["#x in a", "operands a"],
  ["a in b", "operands a | b"],
  ["a && b", "logical a && b"],
  ["a ?? b", "logical a ?? b"],
  ["a ? b : c", "conditional a ? b : c"],
  ["(a, b, c)", "transparent a, b, c"],
  ["a as any", "transparent a"],
  ["a!", "transparent a"],
  ["a satisfies B", "transparent a"],
  ["a = b", "assign a = b"],
  ["a **= b", "assign a ** b"],
  ["a.b ??= c", "assign a.b ?? c"],
  ["[a, b.c] = d", "assign [a, b.c] = d"],
  ["a++", "update postfix ++ a"],
  ["--a.b", "update prefix -- a.b"],
  ["delete a.b", "delete a.b"],
  ["delete a?.b", "delete a?.b"],
  ["a.b", "member a [null]"],
  ["a[b]", "member a [b]"],
  ["a.#b", "member a [null]"],
  ["super.a", "member null [null]"],
  ["super[a]", "member null [a]"],
  ["a(b, ...c)", "call a (b | spread:c)"],
  ["a.b(c)", "call a.b (c)"],
  ["super.a(b)", "call super.a (b)"],
  ["super(a, ...b)", "operands a | spread:b"],
  ["import(a)", "operands a"],
  ["eval(a)", "call eval (a) eval"],
  ["(eval)(a)", "call (eval) (a) eval"],
  ["eval?.(a)", "chain eval ?(a)"],
  ["new A(b, ...c)", "operands A | b | spread:c"],
  ["new A", "operands A"],
  ["new.target", "constant"],
  ["import.meta", "constant"],
  ["`a${b}c${d}`", "operands text:b | text:d"],
  ["a.b`x${c}y`", "call a.b (c) template"],
  ["[a, , ...b]", "operands a | spread:b"],
  ["{ a, [b]: c, ...d, e() {}, get [f]() { return 1; } }", "operands a | key:b | c | objectSpread:d | key:f"],
  ["a?.b", "chain a ?.b"],
  ["a.b?.c.d", "chain a.b ?.c .d"],
  ["a?.[b]?.(c, ...d)", "chain a ?[b] ?(c | spread:d)"],
  ["a?.b!.c", "chain a ?.b .c"],
  ["a?.#b", "chain a ?.#b"],
  ["(a?.b).c", "member (a?.b) [null]"],
  ["a.b?.()", "chain a.b ?()"],
  ["class extends A { [b] = 1; static [c]() {} d = 2; }", "operands A | key:b | key:c"],
  ["<div a={b} {...c}>{d}<e/>{...f}text</div>", "operands b | objectSpread:c | d | <e /> | spread:f"],
  ["<A.B c=<d/>/>", "operands A.B | <d />"],
  ["<>{a}</>", "operands a"],
  ["a<string>", "transparent a"],
];

test.each(expressions)("%s is %s", (source, expected) => {
  const text = `class Outer { #x; #b; async *m() { probe = (${source}); } }`;
  const view = withDialect(text, ({ dialect, find, print }) => {
    const node = find(source, (candidate) => ts.isExpression(candidate));
    return describeExpression(dialect.expressionView(node), print);
  });
  expect(view).toBe(expected);
});

test("with the automatic JSX runtime a key is evaluated last, unless it follows a spread", () => {
  const view = (source: string): string =>
    withDialect(
      `x = ${source};`,
      ({ dialect, find, print }) => describeExpression(dialect.expressionView(find(source, ts.isExpression)), print),
      { jsx: ts.JsxEmit.ReactJSX },
    );
  expect(view("<A key={k} b={b}>{c}</A>")).toBe("operands A | b | c | k");
  expect(view("<A {...s} key={k}>{c}</A>")).toBe("operands A | objectSpread:s | k | c");
});

test("decorators come where they are evaluated", () => {
  const source = "@a class C extends B { @b [k]() {} @c static s() {} }";
  const slots = (experimentalDecorators: boolean): string =>
    withDialect(
      source,
      ({ dialect, sourceFile, print }) => {
        const view = dialect.statementView(sourceFile.statements[0] as unknown as HostNode);
        return view.kind === "class" ? view.slots.map(({ node }) => print(node)).join(" ") : view.kind;
      },
      { experimentalDecorators },
    );
  expect(slots(false)).toBe("a B b k c");
  expect(slots(true)).toBe("B k b c a");
});

function describePattern(host: Host, node: HostNode): string {
  const view: PatternView = host.dialect.patternView(node);
  const element = (target: HostNode, initializer: HostNode | null): string =>
    describePattern(host, target) + (initializer === null ? "" : ` default ${host.print(initializer)}`);
  switch (view.kind) {
    case "name":
      return view.name;
    case "target":
      return `<${host.print(view.node)}>`;
    case "array": {
      const elements = view.elements.map((item) => (item === null ? "hole" : element(item.target, item.initializer)));
      if (view.rest !== null) elements.push(`rest ${describePattern(host, view.rest)}`);
      return `[${elements.join(", ")}]`;
    }
    case "object": {
      const properties = view.properties.map(({ key, target, initializer }) => {
        const name = key.kind === "literal" ? key.text : `[${host.print(key.node)}]`;
        return `${name}: ${element(target, initializer)}`;
      });
      if (view.rest !== null) properties.push(`rest ${describePattern(host, view.rest)}`);
      return `{${properties.join(", ")}}`;
    }
  }
}

const patterns: readonly (readonly [declaration: string, assignment: string, view: string])[] = [
  ["a", "(a)", "a"],
  ["[a, , b = 1, ...c]", "[a, , b = 1, ...c]", "[a, hole, b default 1, rest c]"],
  [
    "{ a, b: c = 1, [k]: d, 'e f': g, 0x10: h, ...i }",
    "{ a, b: c = 1, [k]: d, 'e f': g, 0x10: h, ...i }",
    "{a: a, b: c default 1, [k]: d, e f: g, 16: h, rest i}",
  ],
  ["{ a = 1, b: [c] }", "{ a = 1, b: [c] }", "{a: a default 1, b: [c]}"],
];

test.each(patterns)("the pattern %s", (declaration, assignment, expected) => {
  const declared = withDialect(`let ${declaration} = x;`, (host) =>
    describePattern(
      host,
      host.find(
        declaration,
        (node) => ts.isIdentifier(node) || ts.isObjectBindingPattern(node) || ts.isArrayBindingPattern(node),
      ),
    ),
  );
  const assigned = withDialect(`(${assignment} = x);`, (host) =>
    describePattern(host, host.find(assignment, ts.isExpression)),
  );
  expect([declared, assigned]).toEqual([expected, expected]);
});

test("members in an assignment pattern are targets", () => {
  const view = withDialect("[a.b, c[d] = 1, (e as any).f] = x;", (host) =>
    describePattern(host, host.find("[a.b, c[d] = 1, (e as any).f]", ts.isExpression)),
  );
  expect(view).toBe("[<a.b>, <c[d]> default 1, <(e as any).f>]");
});

const names: readonly (readonly [source: string, name: string])[] = [
  ["async function f() {}", "f"],
  ["export default async function () {}", "default"],
  ["export default async () => {};", "default"],
  ["const f = async () => {};", "f"],
  ["f = (async () => {});", "f"],
  ["x = { f: async () => {} };", "f"],
  ["x = { async f() {} };", "f"],
  ["x = { async 'a b'() {} };", "a b"],
  ["class A { async #f() {} }", "#f"],
  ["class A { f = async () => {} }", "f"],
  ["class A { async [Symbol.iterator]() {} }", "[Symbol.iterator]"],
  ["const { f = async () => {} } = x;", "f"],
  ["g(async () => {});", ""],
];

test.each(names)("the function in %s is called %j", (source, expected) => {
  const name = withDialect(source, ({ dialect }) => {
    const found: HostNode[] = [];
    walkFunctions(dialect, (node) => found.push(node));
    return found.map((node) => dialect.functionView(node).name);
  });
  expect(name).toEqual([expected]);
});

function walkFunctions(dialect: Host["dialect"], found: (node: HostNode) => void): void {
  const ignore = (): void => undefined;
  dialect.walk({
    enter: ignore,
    leave: ignore,
    scope: ignore,
    endScope: ignore,
    functionEnd: ignore,
    declare: ignore,
    reference: ignore,
    suspension: ignore,
    jump: ignore,
    variableStatement: ignore,
    eval: ignore,
    with: ignore,
    int32: () => undefined,
    bareFunction: ignore,
    declared: ignore,
    receiver: ignore,
    functionStart: (node, isAsync) => {
      if (isAsync) found(node);
    },
  });
}

test("parameters: TypeScript's `this` is none, and only harmless defaults cannot throw", () => {
  const parameters = withDialect(
    "async function f(this: X, a, b = 1, c = -1, d = {}, e = g(), { h }, k = { l: 1 }, ...m) {}",
    ({ dialect, sourceFile }) =>
      dialect
        .functionView(sourceFile.statements[0] as unknown as HostNode)
        .parameters.map(({ isIdentifier, isRest, hasDefault, mayThrow }) =>
          [isIdentifier && "id", isRest && "rest", hasDefault && "default", mayThrow && "throws"]
            .filter(Boolean)
            .join(" "),
        ),
  );
  expect(parameters).toEqual([
    "id",
    "id default",
    "id default",
    "id default",
    "id default throws",
    "throws",
    "id default throws",
    "id rest",
  ]);
});

const statements: readonly (readonly [source: string, kind: string])[] = [
  ["interface A {}", "erased"],
  ["type A = 1;", "erased"],
  ["declare const a: 1;", "erased"],
  ["function f(): void;", "erased"],
  [";", "erased"],
  ["enum A { B }", "declaration"],
  ["declare enum A { B }", "erased"],
  ["namespace A { export type B = 1 }", "erased"],
  ["namespace A { export const b = 1 }", "declaration"],
  ["class A {}", "class"],
  ["function f() {}", "function"],
  ["with (a) b;", "with"],
  ["debugger;", "opaque"],
  ["for await (const a of b);", "forAwait"],
  ["for (a of b);", "forOf"],
  ["for (a in b);", "forIn"],
  ["a: b;", "labeled"],
  ["using a = b;", "variable"],
];

test.each(statements)("%s is %s", (source, kind) => {
  const view = withDialect(source, ({ dialect, sourceFile }) =>
    dialect.statementView(sourceFile.statements[0] as unknown as HostNode),
  );
  expect(view.kind).toBe(kind);
});

test("every kind of variable is told apart", () => {
  const kinds = withDialect("var a; let b; const c = 1; using d = x; await using e = x;", ({ dialect, sourceFile }) =>
    sourceFile.statements.map((statement) => {
      const view = dialect.statementView(statement as unknown as HostNode);
      return view.kind === "variable" ? view.declaration : view.kind;
    }),
  );
  expect(kinds).toEqual(["var", "let", "const", "using", "await using"]);
});

test("a catch clause says whether it throws and whether it names the cancellation", () => {
  const clauses = [
    "catch { throw 1; }",
    "catch { (() => { throw 1; })(); }",
    "catch (e) { if (e instanceof CancelledError) a(); }",
    "catch (e) { if (e.name === 'CancelledError') a(); }",
    "catch (e) { if (t.isCancelled(e)) a(); }",
    "catch (e) { if (e instanceof Stop) a(); }",
    "catch (e) { a(isCancelled); }",
  ];
  const text = `import { CancelledError as Stop } from "tsyncio"; ${clauses.map((clause) => `try {} ${clause}`).join(" ")}`;
  const found = withDialect(text, ({ dialect, sourceFile }) =>
    sourceFile.statements.slice(1).map((statement) => {
      const view = dialect.statementView(statement as unknown as HostNode);
      if (view.kind !== "try" || view.handler === null) return "";
      return [view.handler.hasThrow && "throws", view.handler.namesCancellation && "names"].filter(Boolean).join(" ");
    }),
  );
  expect(found).toEqual(["throws", "", "names", "names", "names", "names", ""]);
});
