/**
 * What must stay as written: rules that no result and no log can show, because breaking them only costs speed.
 *
 * Each shape is a small function, and text that its compiled form has or lacks.
 */
import ts from "typescript";
import { compileSource } from "../../transformer/typescript/compile.js";

interface Shape {
  readonly source: string;
  readonly has?: readonly string[];
  readonly lacks?: readonly string[];
}

export const shapes: Readonly<Record<string, Shape>> = {
  "a function without an await gets no machine": {
    source: "async function f(xs) { for (const x of xs) if (x) return x; }",
    has: ["for (const x of xs)"],
    lacks: ["switch", "state"],
  },
  "a nested function's await is not the outer function's": {
    source: "async function f() { return async () => await g(); }",
    has: ["$.await(1, g())"],
    lacks: ["case 2"],
  },
  "loops without an await stay loops": {
    source: `async function f(xs) {
      await 0;
      for (const x of xs) { if (x) continue; g(x); }
      for (let i = 0; i < 3; i++) g(i);
      while (a()) b();
      await 1;
    }`,
    has: ["for (const x of xs)", "for (let i = 0; i < 3; i++)", "while (a())"],
  },
  "if, switch, try and labelled blocks without an await stay": {
    source: `async function f() {
      await 0;
      if (a()) b(); else c();
      switch (a()) { case 1: b(); break; default: c(); }
      try { a(); } catch (e) { b(e); } finally { c(); }
      here: { if (a()) break here; b(); }
      await 1;
    }`,
    has: ["if (a())", "switch (a())", "try {", "here: {", "break here"],
  },
  "a variable that does not cross an await stays where it is": {
    source: "async function f() { await 0; const a = g(); let b = a + 1; h(a, b); await 1; }",
    has: ["const a = g()", "let b = a + 1"],
  },
  "a variable that crosses leaves the step": {
    source: "async function f() { const a = g(); await 0; return a; }",
    has: ["let a = $.v0", "a = g()", "$.v0 = a"],
  },
  "a variable that crosses leaves the closure of an inner step": {
    source: "function outer() { async function f() { const a = g(); await 0; return a; } }",
    has: ["let a;", "a = g()"],
  },
  "operands after the last await stay as written": {
    source: "async function f(o) { return g(o.a, await o.b, o.c); }",
    has: ["o.c)"],
  },
  "constants and names that are never written are not kept": {
    source: "async function f(a) { const b = g(); return h(1, a, b, () => a, await 0); }",
    has: ["(1, a, b, () => a, $v)"],
  },
  "names of an outer function that were declared above are not kept": {
    source: "function o() { const a = g(); return async () => [a, await 0]; }",
    has: ["[a, $v]"],
  },
  "a loop's bindings are copied only for closures": {
    source: "async function f() { for (let i = 0; i < 3; i++) await i; }",
    lacks: ["scope", "case 3"],
  },
  "return() needs no state when nothing is to be run": {
    source: "async function* f() { yield 1; yield 2; }",
    has: ["$.yield(1, 0, 1)", "$.yield(2, 0, 2)"],
  },
  "a jump that crosses no finally is an assignment": {
    source: "async function f(xs) { for (const x of xs) { try { await x; continue; } catch {} await 1; } }",
    lacks: ["_completion"],
  },
  "the result of an await is read where it arrives": {
    source: "async function f() { return [await 0]; }",
    has: ["[$v]"],
  },
  "decorators are evaluated before an awaited heritage, and applied by the class": {
    // TypeScript's own output for this does not load, so there is no engine to compare with.
    source: "async function f() { @d() class A extends (await B()) { @e() [await k()]() {} } }",
    has: ["= d();", "$.await(1, B())", "= e();", "$.await(2, k())"],
  },
  "functions that call one another are not called where they stand": {
    source: `async function f() {
      function g() { return h(); }
      const a = k();
      await 0;
      function h() { return a; }
      return g();
    }`,
    lacks: ["nitialized"],
  },
  "a class has its value behind its declaration": {
    source: "async function f() { class A {} await 0; return [new A(), () => A]; }",
    has: ["new A_1()"],
    lacks: ["nitialized"],
  },
  "an anonymous default export is called default": {
    source: "export default async function () { await 0; }",
    has: ['_brandAsyncAs("default", _default)'],
  },
  "a clause that cannot be cancelled asks for nothing": {
    source: "async function f() { await 0; try { g(); } catch (e) { await e; } }",
    lacks: ["caught"],
  },
};

/** What is wrong with a shape, or `null`. */
export function wrongShape(name: string): string | null {
  const shape = shapes[name];
  if (shape === undefined) return "there is no such shape";
  const { code } = compileSource(ts, shape.source, { module: "esm" });
  const missing = (shape.has ?? []).filter((text) => !code.includes(text)).map((text) => `has no \`${text}\``);
  const unwanted = (shape.lacks ?? []).filter((text) => code.includes(text)).map((text) => `has \`${text}\``);
  const problems = [...missing, ...unwanted];
  return problems.length === 0 ? null : `${problems.join(", ")}:\n${code}`;
}
