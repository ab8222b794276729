/** How a compiled file imports the runtime. */
import * as abi from "../../runtime/abi.js";
import { babel, transform, type TransformSettings } from "./transform.js";

const commonjs = { plugins: ["@babel/plugin-transform-modules-commonjs"], cwd: process.cwd() };
const program = "async function f() { return await 1; }\n";

const importLine = /^import \{ suspended as _suspended, task as _task, describe as _describe \} from "tsyncio\/abi";/;
const requireLine =
  /^const \{\s*suspended: _suspended,\s*task: _task,\s*describe: _describe\s*\} = require\("tsyncio\/abi"\);/;

test.each([
  ["a module", program, {}, importLine],
  ["a module that imports", `import "x";\n${program}`, {}, importLine],
  ["a module that requires as well", `import "x";\nrequire("y");\n${program}`, {}, importLine],
  ["a script", program, { babel: { sourceType: "script" } }, requireLine],
  ["a file that turns out to be a script", program, { babel: { sourceType: "unambiguous" } }, requireLine],
  [
    "a file that turns out to be a module",
    `export {};\n${program}`,
    { babel: { sourceType: "unambiguous" } },
    importLine,
  ],
  ["CommonJS taken for a module", `module.exports = f;\n${program}`, {}, requireLine],
  ["a .cjs file", program, { filename: "/work/a.cjs" }, requireLine],
  [
    "a .mjs file that makes itself a require",
    `const require = g();\n${program}`,
    { filename: "/work/a.mjs" },
    importLine,
  ],
] as [string, string, TransformSettings, RegExp][])("%s", (_name, text, settings, line) => {
  expect(transform(text, settings).code).toMatch(line);
});

test("the import comes before the file's own, behind its directives", () => {
  const { code } = transform(`"use client";\nimport { a } from "a";\nexport async function f() { await a; }`);
  expect(code).toMatch(
    /^"use client";\s*import \{.*\} from "tsyncio\/abi";\s*var _f = .*, f, f\$step\);\s*import \{ a \} from "a";/,
  );
});

test("names that the file uses are not taken", () => {
  const { code } = transform(`import { _task } from "x";\nlet _describe, _f, $;\nasync function f() { await _task; }`);
  expect(code).toContain("task as _task_1, describe as _describe_1");
  expect(code).toContain("var _f_1 = _describe_1(");
});

test("CommonJS output calls the runtime through the module's object", async () => {
  const { code } = transform(`export ${program}`, { babel: commonjs });
  expect(code).toContain('require("tsyncio/abi")');
  const exports: { f?: () => unknown } = {};
  new Function("exports", "require", code)(exports, () => abi);
  expect(await exports.f?.()).toBe(1);
});

test.each([[{}], [{ onlyRemoveTypeImports: true }]])(
  "preset-typescript %j keeps the import and drops those of types",
  (options) => {
    const text = `import { type T, v } from "x";\nimport type { U } from "y";\nexport async function f(x: T & U) { return v(await x); }`;
    const settings = { presets: [["@babel/preset-typescript", options]], cwd: process.cwd() };
    const { code } = transform(text, { filename: "/work/a.ts", babel: settings });
    expect(code).toMatch(importLine);
    expect(code).toContain('import { v } from "x";');
    expect(code).not.toContain('"y"');
  },
);

test("a name that only a lowered function uses is still imported", () => {
  const text = `import { g } from "x";\nexport const f = async () => { for (const y of [1]) { await g(y); } };`;
  const { code } = transform(text, {
    filename: "/work/a.ts",
    babel: { ...commonjs, presets: ["@babel/preset-typescript"] },
  });
  expect(code).toMatch(/\(0, _x\.g\)\(y\)/);
});

test("Babel's own uids do not collide with the import", () => {
  const settings = { presets: [["@babel/preset-env", { targets: { ie: "11" }, modules: false }]], cwd: process.cwd() };
  const { code } = transform(
    `export async function f({ a, ...b }) { const _task2 = await a; return [...b, _task2]; }`,
    {
      babel: settings,
    },
  );
  expect(() => babel.parseSync(code, { configFile: false })).not.toThrow();
  expect(code).toMatch(importRegExp("guard"));
});

function importRegExp(name: string): RegExp {
  return new RegExp(`import \\{[^}]*\\b${name} as _${name}\\b[^}]*\\} from "tsyncio/abi"`);
}

test("the option runtime names the module; one that begins with a dot is relative to the configuration", () => {
  expect(transform(program, { options: { runtime: "other" } }).code).toContain('from "other"');
  expect(transform(program, { options: { runtime: "./src/abi.js" }, filename: "/work/src/a/b.js" }).code).toContain(
    'from "../abi.js"',
  );
});
