/**
 * A class of which a key or the heritage suspends is put together from values computed before it. What would mean
 * something else there is refused, by both front ends and at the same place.
 */
import ts from "typescript";
import { compileSource } from "../../transformer/typescript/compile.js";
import { transform } from "../babel/transform.js";

const refused: readonly (readonly [name: string, members: string, at: string])[] = [
  ["a private name of the class in a key", "#x; [#x in o]() {} [await k]() {}", "#x in"],
  ["the same in what is awaited", "#x; [await o.#x]() {}", "#x]"],
  ["an assignment to something undeclared", "[undeclared = 1]() {} [await k]() {}", "undeclared"],
  ["an assignment to a property, which may be frozen", "[o.x++]() {} [await k]() {}", "o.x++"],
  ["delete", "[delete o.x]() {} [await k]() {}", "delete"],
  ["a function with a `this` of its own", "[function () { return this; }()]() {} [await k]() {}", "function ()"],
  ["the name of a function expression", "[g = 1]() {} [await k]() {}", "g = 1"],
  ["a function declared in an arrow", "[(() => { function h() {} })()]() {} [await k]() {}", "function h"],
  ["the loop of an arrow", "[() => { for (o.x of o); }]() {} [await k]() {}", "for ("],
];

const compiled: readonly (readonly [name: string, members: string])[] = [
  ["nothing suspends", "#x; [#x in o]() {} [undeclared = 1]() {}"],
  ["what stands behind the last await stays", "#x; [await k]() {} [#x in o]() {} [undeclared = 1]() {}"],
  ["a variable", "[v = 1]() {} [v++]() {} [await k]() {}"],
  ["a private name of a class around", "[#outer in o]() {} [await k]() {}"],
  ["a private name of a class inside", "#x; [class { #x; f(o) { return #x in o; } }]() {} [await k]() {}"],
  ["strict code of a class inside", "[class { f() { undeclared = 1; } }]() {} [await k]() {}"],
];

const sloppy = (members: string): string => `const f = async function g(o, k) { let v; return class { ${members} }; };`;
const strict = (members: string): string => `class Around { #outer; f() { ${sloppy(members)} return f; } }`;

interface Place {
  readonly code: string;
  readonly column: number;
}

function byTypeScript(text: string): Place | null {
  const compilerOptions = { alwaysStrict: false, moduleDetection: ts.ModuleDetectionKind.Legacy };
  const [first] = compileSource(ts, text, { fileName: "a.cjs", module: "commonjs", compilerOptions }).diagnostics;
  return first === undefined ? null : { code: `TSY${String(first.code)}`, column: first.place?.column ?? 0 };
}

function byBabel(text: string): Place | null {
  try {
    transform(text, { babel: { sourceType: "script" } });
    return null;
  } catch (error) {
    const { message } = error as Error;
    const prefix = "> 1 | ";
    const pointer = message.split("\n").find((line) => /^\s+\|\s+\^/.test(line)) ?? "";
    return { code: /TSY\d+/.exec(message)?.[0] ?? message, column: pointer.indexOf("^") - prefix.length + 1 };
  }
}

test.each(refused)("%s is refused", (_, members, at) => {
  const text = sloppy(members);
  const place = { code: "TSY1004", column: text.indexOf(at) + 1 };
  expect([byTypeScript(text), byBabel(text)]).toEqual([place, place]);
});

test.each(refused)("in strict code, %s is refused when it is about a private name only", (_, members) => {
  const code = members.includes("#") ? "TSY1004" : undefined;
  const text = strict(members);
  expect([byTypeScript(text)?.code, byBabel(text)?.code]).toEqual([code, code]);
});

test.each([
  ["in a key", "class C { [f(() => C)]() {} [await k]() {} }", "C)]"],
  ["in what is awaited", "const K = class C { [await f(() => C)]() {} };", "C)]"],
  ["in the heritage", "class C extends (await f(Object, () => C)) {}", "C))"],
  ["in its dead zone", "class C { [typeof C]() {} [await k]() {} }", "C]"],
])("the class itself is refused %s", (_, declaration, at) => {
  const text = `const f = async (o, k) => { ${declaration} };`;
  const place = { code: "TSY1004", column: text.indexOf(at) + 1 };
  expect([byTypeScript(text), byBabel(text)]).toEqual([place, place]);
});

test.each([
  ["behind the last await", "class C { [await k]() {} [f(() => C)]() {} }"],
  ["in a method", "class C { [await k]() { return C; } static x = C; }"],
  ["as the name of something else", "class C { [o.C]() {} [f((C) => C)]() {} [await k]() {} }"],
])("the class itself is compiled %s", (_, declaration) => {
  const text = `const f = async (o, k) => { ${declaration} };`;
  expect([byTypeScript(text), byBabel(text)]).toEqual([null, null]);
});

test.each(compiled)("%s is compiled", (_, members) => {
  const texts = members.includes("#outer") ? [strict(members)] : [strict(members), sloppy(members)];
  for (const text of texts) expect([byTypeScript(text), byBabel(text)]).toEqual([null, null]);
});
