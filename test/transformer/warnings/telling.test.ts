// How users hear of a warning, and how they say that they have.
import ts from "typescript";
import preset from "../../../babel-plugin/preset.js";
import { createTransformer } from "../../../transformer/typescript/plugin.js";
import { transform } from "../../babel/transform.js";
import { byBabel, expectAtMarks, warningsOf } from "./front-ends.js";

const program = (before: string, behind: string): string =>
  `import fs from "fs";\nasync function f() {\n  ${before}\n  fs.readFileSync("a");${behind}\n  try {\n  } finally {\n    return 1;\n  }\n}`;

const placesOf = (text: string): string[] => warningsOf(text).map((each) => each.split(": ")[0]!);
const both = ["4:3 TSY1402", "7:5 TSY1404"];

test.each([
  ["on its line", "", " // tsyncio-ignore TSY1402"],
  ["on the line before", "// tsyncio-ignore TSY1402: once, at the start", ""],
  ["for every code", "// tsyncio-ignore", ""],
  ["for several codes", "", " // tsyncio-ignore TSY1401, TSY1402: why not"],
  ["in the other kind of comment", "/* tsyncio-ignore TSY1402 */", ""],
])("a comment silences a line: %s", (_, before, behind) => {
  expect(placesOf(program(before, behind))).toEqual(["7:5 TSY1404"]);
});

test.each([
  ["of another code", "// tsyncio-ignore TSY1404", ""],
  ["behind other code on the line before", "fs.a; // tsyncio-ignore TSY1402", ""],
  ["that only begins like one", "// tsyncio-ignored", ""],
  ["that is none", "", ' "tsyncio-ignore";'],
])("a comment does not: %s", (_, before, behind) => {
  expect(placesOf(program(before, behind))).toEqual(both);
});

test("from top to bottom, whatever the code", () => {
  const text = `async function g() {\n  try {\n  } finally {\n    return 1;\n  }\n}\n${program("", "")}`;
  expect(placesOf(text)).toEqual(["4:5 TSY1404", "10:3 TSY1402", "13:5 TSY1404"]);
});

test("lines that end with a carriage return", () => {
  const text = program("// tsyncio-ignore TSY1402", "").replaceAll("\n", "\r\n");
  expect(placesOf(text)).toEqual(["7:5 TSY1404"]);
});

test("the first line of a file", () => {
  expectAtMarks(1402, 'const fs = require("fs"); const f = async () => /*!*/fs.readFileSync("a");');
  expectAtMarks(1402, 'const fs = require("fs"); const f = async () => fs.readFileSync("a"); // tsyncio-ignore');
});

test("Babel prints a warning once, with its place and its piece of text", () => {
  const { printed } = byBabel(program("", ""), {});
  expect(printed).toHaveLength(2);
  expect(printed[0]).toMatch(/^tsyncio: \/work\/input\.ts:4:3: TSY1402: `readFileSync` blocks the loop/);
  expect(printed[0]).toMatch(/> 4 \|\s+fs\.readFileSync\("a"\);\n\s+\|\s+\^/);
  const warn = jest.spyOn(console, "warn").mockImplementation(() => {});
  transform(program("", ""), { babel: { presets: [preset] } });
  expect(warn).toHaveBeenCalledTimes(2);
  warn.mockRestore();
});

test("a host of TypeScript's without diagnostics: they are printed on a line each, and the file is compiled", () => {
  const warn = jest.spyOn(console, "warn").mockImplementation(() => {});
  const compile = (warnings: boolean): string =>
    ts.transpileModule(program("", ""), {
      fileName: "input.ts",
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
      transformers: { before: [createTransformer(ts, { options: { warnings } })] },
    }).outputText;
  expect(compile(true)).not.toContain("async");
  expect(warn.mock.calls.map(([line]) => line)).toEqual([
    expect.stringMatching(/^input\.ts\(4,3\): warning TSY1402: `readFileSync` blocks the loop: .*$/),
    expect.stringMatching(/^input\.ts\(7,5\): warning TSY1404: `return` jumps out of `finally`: .*$/),
  ]);
  warn.mockClear();
  compile(false);
  expect(warn).not.toHaveBeenCalled();
  warn.mockRestore();
});
