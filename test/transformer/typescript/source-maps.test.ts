import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import ts from "typescript";
import { compileSource } from "../../../transformer/typescript/compile.js";

const source = `import { g, h } from "./g";
export async function f(a: number, { b }: { b: number } = await0()): Promise<void> {
  await g(a);
  const x = 1, y = await g(b), z = [await g(1), await g(2)];
  if (await g(x)) {
    h(\`\${await g(y)}\`);
  } else throw await g(3);
  for (let i = 0; i < await g(4); i += await g(5)) {
    await
      g(6);
  }
  for await (const q of g(7)) h(q);
  switch (await g(8)) { case await g(9): await g(10); }
  try { await g(11); } catch { await g(12); } finally { await g(13); }
  return await g(z);
}
export const arrow = async () => h(await g(14));
class A { async m() { await g(15); throw new Error("here"); } }
`;

describe.each(["esm", "commonjs"] as const)("%s", (module) => {
  const { code, map } = compileSource(ts, source, { fileName: "source.ts", module });
  const trace = new TraceMap(map);
  const lines = code.split("\n");

  /** Where in the source a piece of output comes from, for each of its occurrences. */
  function origins(
    pattern: RegExp,
  ): readonly { readonly line: number; readonly text: string; readonly output: string }[] {
    return lines.flatMap((output, index) =>
      [...output.matchAll(pattern)].map((match) => {
        const { line, column } = originalPositionFor(trace, { line: index + 1, column: match.index });
        const before = source
          .split("\n")
          .slice(0, (line ?? 1) - 1)
          .join("\n").length;
        const text = line === null ? "" : source.slice(before + 1 + column);
        return { line: line ?? 0, text, output: output.slice(match.index) };
      }),
    );
  }

  test("a suspension maps to its await, line and column", () => {
    const call = /^\$\.call\(\d+, (?:g_1\.)?g, void 0, (\d+)\)/;
    const suspensions = origins(/\$\.call\(/g).filter(({ output }) => call.test(output));
    expect(suspensions).toHaveLength(14);
    for (const { text, output } of suspensions) {
      const argument = call.exec(output)?.[1];
      expect(text).toMatch(new RegExp(`^await\\s+g\\(${argument ?? ""}\\)`));
    }
  });

  test("what was not rewritten maps as before", () => {
    expect(origins(/throw new Error/g).map(({ line }) => line)).toEqual([18]);
    expect(origins(/new Error/g).map(({ text }) => text.slice(0, 9))).toEqual(["new Error"]);
    expect(origins(/(?:g|g_1\.g), void 0, 15\)/g).map(({ text }) => text.slice(0, 5))).toEqual(["g(15)"]);
  });

  test("scaffolding maps to nothing that would stop a debugger elsewhere", () => {
    for (const { line } of origins(/for \(;;\)/g)) expect(line).toBe(0);
  });
});
