import ts from "typescript";
import { compileSource, type CompileSettings } from "../../../transformer/typescript/compile.js";
import { load } from "./run.js";

const text = 'import { g, type T } from "./g"; export async function f(x: T): Promise<T> { return await g(x); }';

function compiled(settings: CompileSettings, source = text): string {
  return compileSource(ts, source, { fileName: "/project/src/a/file.ts", projectDirectory: "/project", ...settings })
    .code;
}

const settings: readonly (readonly [name: string, options: ts.CompilerOptions])[] = [
  ["plain", {}],
  ["verbatimModuleSyntax", { verbatimModuleSyntax: true }],
  ["importHelpers", { importHelpers: true, target: ts.ScriptTarget.ES2015 }],
  ["no interop", { esModuleInterop: false, ignoreDeprecations: "6.0" }],
];

test.each(settings)("an ECMAScript module imports the runtime: %s", (_name, compilerOptions) => {
  const code = compiled({ compilerOptions });
  expect(code).toMatch(
    /import \{ suspended as _suspended, task as _task, describe as _describe \} from "tsyncio\/abi";/,
  );
  expect(code).toMatch(/return _task\(_f, /);
  expect(code).toMatch(/import \{ g \} from "\.\/g";/);
});

test.each(settings.filter(([name]) => name !== "verbatimModuleSyntax"))(
  "a CommonJS module requires it, and live bindings stay alive: %s",
  async (_name, compilerOptions) => {
    const g = { g: (x: number) => x + 1 };
    const source = `${text} export let live = 0; export async function set() { live = await g(live); return { live, g }; }`;
    const exports = load(source, { compilerOptions }, { "./g": g, tslib: {} });
    const { f, set } = exports as { f: (x: number) => Promise<number>; set: () => Promise<unknown> };
    expect(await f(1)).toBe(2);
    expect(await set()).toEqual({ live: 1, g: g.g });
    expect(exports["live"]).toBe(1);
  },
);

test("names of the file are left to the file", async () => {
  const source =
    "export async function f() { const _task = await 1, $ = await 2, _describe = await 3, _f = await 4; return [_task, $, _describe, _f]; }";
  const { f } = load(source) as { f: () => Promise<unknown> };
  expect(await f()).toEqual([1, 2, 3, 4]);
});

test("a name that was handed out is not taken for a temporary of TypeScript's", () => {
  const source = "export async function a(o: any) { return (await o)?.b?.c ?? (await o) ** 2; }";
  const code = compiled({ target: "ES2015" }, source);
  const declared = [...code.matchAll(/\b(?:var|let|const) ([\w, ]+)/g)].flatMap((match) =>
    (match[1] ?? "").split(/, ?/),
  );
  expect(new Set(declared).size).toBe(declared.length);
});

test("a script without imports requires the runtime, or imports it where every file is a module", () => {
  const source = "async function f() { await 1; }";
  expect(compiled({ module: "commonjs" }, source)).toMatch(
    /const \{ suspended: _suspended, task: _task, describe: _describe \} = require\("tsyncio\/abi"\);/,
  );
  expect(compiled({ module: "esm" }, source)).toMatch(/^import \{/m);
  const { diagnostics, code } = compileSource(ts, source, {
    compilerOptions: { module: ts.ModuleKind.System, ignoreDeprecations: "6.0" },
  });
  expect(diagnostics.map(({ code: number }) => number)).toEqual([1201]);
  expect(code).toContain("async function f");
});

test("a target for which TypeScript writes the output wrongly is refused", () => {
  const source = "async function f(a) { await 1; return arguments.length; }";
  const { diagnostics, code } = compileSource(ts, source, { target: "ES5" });
  expect(diagnostics).toMatchObject([{ code: 1202, category: "error", place: { line: 1, column: 1 } }]);
  expect(code).not.toContain("tsyncio");
  expect(compileSource(ts, "export const a = () => 1;", { target: "ES5" }).diagnostics).toEqual([]);
  expect(compileSource(ts, source, { target: "ES2015" }).diagnostics).toEqual([]);
});

test("a relative runtime is found from every file", () => {
  const options = { runtime: "./src/runtime/abi.ts" };
  expect(compiled({ options })).toContain('from "../runtime/abi.js"');
  expect(compiled({ options: { runtime: "./src/a/abi.mts" } })).toContain('from "./abi.mjs"');
  expect(compiled({ options: { runtime: "my-runtime/abi" } })).toContain('from "my-runtime/abi"');
});

test("the global Promise is the loop's, a local one is left alone", () => {
  const source = "const a = Promise.resolve(1); function f(Promise: any) { return Promise; } let t: Promise<void>;";
  expect(compiled({}, source)).toMatch(/_Promise\.resolve\(1\);\nfunction f\(Promise\) \{ return Promise; \}/);
  expect(compiled({ options: { promises: "native" } }, source)).not.toContain("import");
});

test("a file with nothing to compile is left alone", () => {
  expect(compiled({}, "export const a = 1;\n")).toBe("export const a = 1;\n//# sourceMappingURL=file.js.map");
});
