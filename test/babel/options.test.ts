/** Options, directives and which files are compiled. */
import { createPlugin } from "../../babel-plugin/plugin.js";
import preset from "../../babel-plugin/preset.js";
import { babel, transform } from "./transform.js";

const program = "async function f() { return await 1; }";

test.each([
  [{ return: "task" }, 'Unknown option "return". Did you mean "returns"?'],
  [
    { returns: "corutine" },
    'Option "returns" cannot be "corutine": it is "task" or "coroutine". Did you mean "coroutine"?',
  ],
  [{ include: 5 }, 'Option "include" cannot be 5'],
])("%j is an error", (options, message) => {
  expect(() => transform(program, { options: options as never })).toThrow(message);
});

test("returns", () => {
  expect(transform(program, { options: { returns: "coroutine" } }).code).toContain("_coroutine(");
  expect(transform(program, { options: { returns: "task" } }).code).toContain("_task(");
});

test("promises", () => {
  const text = "export const p = () => Promise.all([]); const q = (Promise) => Promise;";
  expect(transform(text).code).toContain("_Promise.all([])");
  expect(transform(text).code).toContain("Promise => Promise");
  expect(transform(text, { options: { promises: "native" } }).code).not.toContain("tsyncio");
});

test("a type named Promise is no use of Promise", () => {
  const { code } = transform("export const p: Promise<number> = q;", {
    filename: "/work/a.ts",
    syntax: ["typescript"],
  });
  expect(code).toBe("export const p: Promise<number> = q;");
});

test.each([
  [{ include: "src/**" }, "/work/src/a.js", true],
  [{ include: "src/**" }, "/work/lib/a.js", false],
  [{ exclude: ["**/*.test.js"] }, "/work/src/a.test.js", false],
  [{ exclude: ["**/*.test.js"] }, "/work/src/a.js", true],
  [{ exclude: "**/node_modules/**" }, "/work/node_modules/a/b.js", false],
  [{ exclude: "**/node_modules/**" }, "/node_modules/a/b.js", false],
  [{ exclude: "**/node_modules/**" }, "/elsewhere/a.js", true],
])("%j: %s", (options, filename, isCompiled) => {
  expect(transform(program, { options, filename }).code.includes("_task(")).toBe(isCompiled);
});

test("a text without a file name is compiled", () => {
  const { code } = babel.transformSync(program, { configFile: false, babelrc: false, plugins: [createPlugin()] });
  expect(code).toContain('_describe("f", "unknown"');
});

test("directives hold for what is inside and are removed", () => {
  const { code } = transform(`
    "use coroutine";
    async function a() { await 1; }
    async function b() { "use task"; const c = async () => { await 2; }; await c(); }
    async function d() { "use native async"; await 3; }
    function e() { "use strict"; "use native async"; return async () => { await 4; }; }
  `);
  expect(code.match(/_(task|coroutine)\(_\w+/g)).toEqual(["_coroutine(_a", "_task(_b", "_task(_c"]);
  expect(code.match(/async/g)).toHaveLength(2);
  expect(code).not.toMatch(/use (task|coroutine|native)/);
  expect(code).toContain('"use strict"');
});

test("a misspelt directive is a warning with its place", () => {
  const warn = jest.spyOn(console, "warn").mockImplementation(() => {});
  transform(`async function f() {\n  "use corutine";\n  await 1;\n}`);
  expect(warn).toHaveBeenCalledTimes(1);
  expect(warn.mock.calls[0]?.[0]).toContain(
    'TSY1301: "use corutine" is not a directive. Did you mean "use coroutine"?',
  );
  expect(warn.mock.calls[0]?.[0]).toMatch(/> 2 \|\s+"use corutine";/);
  warn.mockRestore();
});

test("the plugin beside the preset compiles once", () => {
  const { code } = transform(program, { options: { returns: "coroutine" }, babel: { presets: [preset] } });
  expect(code).toContain("_coroutine(");
  expect(code).not.toContain("_task(");
});

test("the preset takes the plugin's options", () => {
  const settings = { configFile: false, babelrc: false, presets: [[preset, { returns: "coroutine" }]] };
  expect(babel.transformSync(program, settings).code).toContain("_coroutine(");
});

test("the cache key of a loaded plugin is its version and options", () => {
  const keys: string[] = [];
  const api = { ...babel, assertVersion: () => {}, cache: { using: (key: () => string) => keys.push(key()) } };
  for (const options of [{}, { returns: "task" }, { returns: "coroutine" }] as const) createPlugin()(api, options, ".");
  expect(new Set(keys).size).toBe(3);
  expect(keys.every((key) => /^\[\d+,/.test(key))).toBe(true);
});

test("an older Babel is refused", () => {
  const assertVersion = (range: string): void => {
    throw new Error(`Requires Babel "${range}"`);
  };
  expect(() => createPlugin()({ ...babel, assertVersion }, {}, ".")).toThrow('Requires Babel "^7.20.0 || ^8.0.0"');
});
