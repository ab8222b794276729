import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import ts from "typescript";
import plugin, { createTransformer, factory, name, version } from "../../../transformer/typescript/plugin.js";

const directory = fs.mkdtempSync(path.join(os.tmpdir(), "tsyncio-plugin-"));
afterAll(() => fs.rmSync(directory, { recursive: true }));

/** Builds a program with the plugin, as ts-patch calls it. */
function build(
  files: Readonly<Record<string, string>>,
  config: Record<string, unknown> = {},
  options: ts.CompilerOptions = {},
) {
  for (const [file, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
    fs.writeFileSync(path.join(directory, file), text);
  }
  const program = ts.createProgram(
    Object.keys(files).map((file) => path.join(directory, file)),
    {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      types: [],
      lib: ["lib.es2022.d.ts"],
      declaration: true,
      noLib: true,
      rootDir: directory,
      outDir: path.join(directory, "out"),
      configFilePath: path.join(directory, "tsconfig.json"),
      ...options,
    },
  );
  const diagnostics: ts.Diagnostic[] = [];
  const transformer = plugin(
    program,
    { transform: "tsyncio/transformer", ...config },
    { ts, addDiagnostic: (found) => diagnostics.push(found) },
  );
  const outputs: Record<string, string> = {};
  program.emit(
    undefined,
    (file, text) => (outputs[path.relative(path.join(directory, "out"), file)] = text),
    undefined,
    undefined,
    {
      before: [transformer],
    },
  );
  const host = {
    getCanonicalFileName: (file: string) => file,
    getCurrentDirectory: () => directory,
    getNewLine: () => "\n",
  };
  return { outputs, report: ts.formatDiagnostics(diagnostics, host) };
}

const asyncFunction = "export async function f(a: number): Promise<number> { return await a; }\n";

test("a program is compiled, its declarations are not touched", () => {
  const { outputs, report } = build({ "src/a.ts": asyncFunction });
  expect(report).toBe("");
  expect(outputs["src/a.js"]).toMatch(/_describe\("f", "src\/a\.ts", /);
  expect(outputs["src/a.js"]).not.toContain("async");
  expect(outputs["src/a.d.ts"]).toBe("export declare function f(a: number): Promise<number>;\n");
});

test("const enums of other files are inlined, and unused imports elided, as before", () => {
  const { outputs } = build({
    "src/a.ts":
      'import { K, type T, U } from "./b"; export async function f(t: T): Promise<U> { return (await t) + K.A; }',
    "src/b.ts": "export const enum K { A = 42 } export type T = number; export interface U {}",
  });
  expect(outputs["src/a.js"]).toMatch(/return \$v \+ 42 \/\* K\.A \*\//);
  expect(outputs["src/a.js"]).not.toContain("./b");
});

test("a function without braces in an if is refused", () => {
  const { report } = build(
    { "src/a.cts": "async function f(o: any) {\n  await 1;\n  if (o) function g() {}\n}\n" },
    {},
    { alwaysStrict: false, module: ts.ModuleKind.CommonJS, moduleResolution: ts.ModuleResolutionKind.Node10 },
  );
  expect(report).toMatch(/^src\/a\.cts\(3,10\): error TSY1003: .* Put it in braces/);
});

test("include and exclude choose files, relative to the project", () => {
  const files = { "src/a.ts": asyncFunction, "src/a.test.ts": asyncFunction, "lib/a.ts": asyncFunction };
  const { outputs } = build(files, { include: ["src/**"], exclude: "**/*.test.ts" });
  const native = Object.entries(outputs).filter(([file, text]) => file.endsWith(".js") && text.includes("async"));
  expect(native.map(([file]) => file).sort()).toEqual(["lib/a.js", "src/a.test.js"]);
});

test("a construct that cannot be compiled is a diagnostic of its file", () => {
  const { outputs, report } = build(
    { "src/a.cts": "async function f(o: any) {\n  with (o) { await 1; }\n}\n" },
    {},
    { alwaysStrict: false, module: ts.ModuleKind.CommonJS, moduleResolution: ts.ModuleResolutionKind.Node10 },
  );
  expect(report).toMatch(/^src\/a\.cts\(2,3\): error TSY1001: `with` cannot be used/);
  expect(outputs["src/a.cjs"]).toContain("async function f");
});

test("a wrong option is a diagnostic, and nothing is compiled", () => {
  const { outputs, report } = build({ "src/a.ts": asyncFunction }, { retruns: "task" });
  expect(report).toBe(
    'error TSY1101: Unknown option "retruns". Did you mean "returns"? (tsconfig "plugins", tsyncio)\n',
  );
  expect(outputs["src/a.js"]).toContain("async");
});

test("a file that cannot be parsed is left to tsc", () => {
  const { outputs } = build({ "src/a.ts": "export async function f( { await 1; " });
  expect(outputs["src/a.js"]).not.toContain("_task");
});

test("without a place for diagnostics an error is thrown", () => {
  const text = "async function f(o) { with (o) { await 1; } }";
  const compile = (): unknown =>
    ts.transpileModule(text, {
      fileName: "a.js",
      compilerOptions: {
        allowJs: true,
        alwaysStrict: false,
        module: ts.ModuleKind.CommonJS,
        target: ts.ScriptTarget.ES2022,
      },
      transformers: { before: [createTransformer(ts)] },
    });
  expect(compile).toThrow(/^a\.js:1:23 - error TSY1001: `with` cannot be used/);
  expect(() => createTransformer(ts, { options: { returns: "tsak" as never } })).toThrow('Did you mean "task"?');
});

test("ts-jest finds a name, a version and a factory", () => {
  expect([name, typeof version]).toEqual(["tsyncio", "number"]);
  const transformer = factory({ configSet: { compilerModule: ts, rootDir: directory } }, { returns: "coroutine" });
  const { outputText } = ts.transpileModule(asyncFunction, {
    fileName: path.join(directory, "src/a.ts"),
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
    transformers: { before: [transformer] },
  });
  expect(outputText).toMatch(/describe\)\("f", "src\/a\.ts", /);
  expect(outputText).toContain("abi_1.coroutine");
});
