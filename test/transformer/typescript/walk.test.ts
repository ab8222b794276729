import ts from "typescript";
import type { FileVisitor } from "../../../transformer/core/dialect.js";
import { withDialect } from "./host.js";

/** The events of a file, without `enter` and `leave`: nested scopes and functions in brackets. */
function events(text: string, options: ts.CompilerOptions = {}): string {
  return withDialect(
    text,
    ({ dialect }) => {
      const log: string[] = [];
      let depth = 0;
      const visitor: FileVisitor = {
        enter: () => void (depth += 1),
        leave: () => void (depth -= 1),
        scope: (kind) => void log.push(`${kind}{`),
        endScope: () => void log.push("}"),
        functionStart: (_node, isAsync, isGenerator) =>
          void log.push(`${isAsync ? "async " : ""}${isGenerator ? "gen " : ""}fn(`),
        functionEnd: () => void log.push(")"),
        declare: (name, kind) => void log.push(`${kind}:${name}`),
        reference: (name, _node, mode) => void log.push(mode === "read" ? name : `${mode}(${name})`),
        int32: () => void log.push("int32"),
        suspension: (kind) => void log.push(`<${kind}>`),
        jump: (kind, _node, label) => void log.push(label === null ? `!${kind}` : `!${kind} ${label}`),
        variableStatement: (_node, position) => void log.push(`var@${position}`),
        eval: () => void log.push("!eval"),
        with: () => void log.push("!with"),
        declared: () => undefined,
        bareFunction: () => void log.push("!bare"),
        receiver: () => void log.push("!receiver"),
      };
      dialect.walk(visitor);
      if (depth !== 0) throw new Error("enter and leave do not match");
      return log.join(" ").replace(/^module\{ (.*?) ?\}$/, "$1");
    },
    options,
  );
}

const cases: readonly (readonly [source: string, events: string])[] = [
  // Functions
  [
    "async function f(a, b = c) { return await a; }",
    "function:f async fn( function{ parameter:a parameter:b c !return <await> a } )",
  ],
  ["(function f() { f; })", "fn( function{ self:f f } )"],
  ["x = async () => await y", "write(x) async fn( function{ <await> y } )"],
  ["async function* g() { yield 1; yield* h; }", "function:g async gen fn( function{ <yield> <yieldStar> h } )"],
  ["({ async m() {}, get a() { return 1; }, [k]: v, s })", "async fn( function{ } ) fn( function{ !return } ) k v s"],
  [
    "function f(this: T, a?: T): a is T { return arguments; }",
    "function:f fn( function{ parameter:a !return !receiver } )",
  ],
  [
    "if (a) function f() {} else { function g() {} }",
    "!bare a function:f fn( function{ } ) block{ function:g fn( function{ } ) }",
  ],
  // Types and ambient declarations
  ["let a: typeof b = c as D<typeof e>; interface F { g: H } type I = J;", "let:a c"],
  ["declare const a: B; declare function c(): void; declare global { var d: E }", ""],
  ["function o(): void; function o(a?: B) {}", "function:o fn( function{ parameter:a } )"],
  [
    "import type A from 'a'; import { type B, C as D } from 'b'; import E, * as F from 'c'; export { D as G };",
    "import:D import:E import:F D",
  ],
  ["export { a, type B }; export { c } from 'c'; export * from 'd';", "a"],
  ["import a = require('a'); import b = c.d.e;", "enum:a enum:b c"],
  // Classes
  [
    "class A extends B<C> implements D { [k] = v; static { w; } #p = this; m() { A; } declare x: E }",
    "class:A class{ self:A B k fn( function{ v } ) fn( function{ w } ) fn( function{ !receiver } ) fn( function{ A } ) }",
  ],
  [
    "@a class C { @b m(@c p) {} constructor(private q = r) {} }",
    "class:C a class{ self:C b c fn( function{ parameter:p } ) fn( function{ parameter:q r } ) }",
  ],
  ["x = class Y { y = Y }", "write(x) class{ self:Y fn( function{ Y } ) }"],
  // TypeScript's own
  ["enum E { A = 1, B = A, 'C' = c }", "enum:E block{ enum:A enum:B A enum:C c }"],
  [
    "namespace N.M { export let a = b; } namespace T { type X = 1 }",
    "enum:N fn( function{ enum:M fn( function{ let:a b } ) } )",
  ],
  // Patterns
  ["const { a, b: [c = d], [e]: f, ...g } = h;", "const:a const:c d e const:f const:g h"],
  ["({ a, b: c.d, e = f, ...g } = h);", "write(a) c write(e) f write(g) h"],
  ["[a, b.c, (d), ...[e]] = f;", "write(a) b write(d) write(e) f"],
  ["a += b; a ??= b; a++; (a as any) = b;", "update(a) b update(a) b update(a) write(a) b"],
  // Statements
  ["for (let i = 0; i < n; i++) {}", "block{ let:i int32 i n update(i) block{ } }"],
  ["for (var i = 0, j; ;) break;", "var@forInit var:i int32 var:j !break"],
  [
    "let a = 2147483647, b = 2147483648, c = 0.5, d = -1, e = -0, f = 1n;",
    "let:a int32 let:b let:c let:d int32 let:e let:f",
  ],
  [
    "a = b | 0; a = 1 & b & c; a = (b ^ c) << (-1); a = b >> 2!;",
    "write(a) int32 b write(a) int32 b c write(a) int32 b c write(a) int32 b",
  ],
  [
    "a = b | c; a = b >>> 0; a = -(b | 0); a = ~b; a = b + 1;",
    "write(a) b c write(a) b write(a) b write(a) b write(a) b",
  ],
  [
    "(a) |= 1; a += 1; a >>>= 1; a ??= 1; a.b = 1; [a = 1] = b;",
    "update(a) int32 update(a) update(a) update(a) a write(a) b",
  ],
  [
    "for (const a of b) c; for (var d in e); for (f.g of h); for (i of j);",
    "block{ const:a b c } var@forInOf var:d e f h write(i) j",
  ],
  [
    "async () => { for await (const a of b); await using c = d; }",
    "async fn( function{ <forAwait> block{ const:a b } <awaitUsing> using:c d } )",
  ],
  ["switch (a) { case b: let c; default: d }", "a block{ b let:c d }"],
  ["try {} catch ({ e }) { f } finally { g }", "block{ } catch{ catch:e block{ f } } block{ g }"],
  ["l: while (a) { continue l; } l: do break l; while (b)", "a block{ !continue l } !break l b"],
  ["with (a) b; eval(c); (eval)(d); e.eval(f);", "!with a b !eval eval c !eval eval d e f"],
  ["var a = 1; using b = c;", "var@statement var:a int32 using:b c"],
  // Expressions
  ["a.b.c; a[b]; a?.b?.[c](d); new.target; import.meta; import(e); `f${g}`; h`${i}`;", "a a b a c d !receiver e g h i"],
  ["#p in a; delete a.b; a ? b : c; a + b * c - d;", "a a a b c a b c d"],
  // JSX
  ["<A b={c} d='e' {...f}><g.h/><div/>{i}</A>", "React A c f React g React i A"],
];

test.each(cases)("%s", (source, expected) => {
  expect(events(source, { jsx: ts.JsxEmit.React })).toBe(expected);
});

test("the automatic JSX runtime reads no name, a pragma another one", () => {
  expect(events("<a/>", { jsx: ts.JsxEmit.ReactJSX })).toBe("");
  expect(events("/** @jsx h */ <a/>", { jsx: ts.JsxEmit.React })).toBe("h");
});

test("a chain of thousands of operators does not exhaust the stack", () => {
  const source = Array.from({ length: 4000 }, () => "a").join(" + ");
  expect(events(source).split(" ")).toHaveLength(4000);
});
