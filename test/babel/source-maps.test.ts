/** Source maps lead from compiled code to the source, also when the source was made by another compiler. */
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import ts from "typescript";
import { transform } from "./transform.js";

const source = `interface A { b: number }

export async function f(a: A): Promise<void> {
  await g(a.b);
  if (a.b > 1) {
    throw new Error("no");
  }
}
`;

/** Where the text that stands in the code comes from. */
function origin(code: string, map: unknown, text: string): string {
  const offset = code.indexOf(text);
  const before = code.slice(0, offset).split("\n");
  const position = { line: before.length, column: before.at(-1)?.length ?? 0 };
  const { source: file, line, column } = originalPositionFor(new TraceMap(map as never), position);
  return `${file ?? ""}:${line ?? ""}:${(column ?? 0) + 1}`;
}

test("of a file", () => {
  const settings = { filename: "/work/a.ts", syntax: ["typescript"], babel: { sourceMaps: true } };
  const { code, map } = transform(source, settings);
  expect(origin(code, map, "throw")).toBe("a.ts:6:5");
  expect(origin(code, map, "g(a.b)")).toBe("a.ts:4:9");
  expect(origin(code, map, "$.await")).toBe("a.ts:4:3");
});

test("through the map of what another compiler made of it", () => {
  const target = ts.ScriptTarget.ES2022;
  const compiled = ts.transpileModule(source, { fileName: "a.ts", compilerOptions: { target, sourceMap: true } });
  expect(compiled.outputText).toContain("async function f");
  const inputSourceMap = JSON.parse(compiled.sourceMapText ?? "{}") as object;
  const { code, map } = transform(compiled.outputText, { babel: { sourceMaps: true, inputSourceMap } });
  expect(origin(code, map, "throw")).toBe("a.ts:6:5");
  expect(origin(code, map, "g(a.b)")).toBe("a.ts:4:9");
});

test("frames name the file and lines that another compiler's map leads to", () => {
  const target = ts.ScriptTarget.ES2022;
  const compiled = ts.transpileModule(source, { fileName: "a.ts", compilerOptions: { target, sourceMap: true } });
  const inputSourceMap = { ...(JSON.parse(compiled.sourceMapText ?? "{}") as object), sources: ["../src/a.ts"] };
  const { code } = transform(compiled.outputText, { filename: "/work/dist/a.js", babel: { inputSourceMap } });
  expect(code).toContain('_describe("f", "src/a.ts", "3:1 1+1:3", 1040, f, f$step)');
});

test("the first line of a text that was cut out of a file", () => {
  const { code } = transform("async function f() {\n  await 1;\n}", { babel: { parserOpts: { startLine: 11 } } });
  expect(code).toContain('_describe("f", "input.js", "11:1 1+1:3", 1040, f, f$step)');
});
