/** Stacks of errors thrown in compiled code name every awaiting function, with its line in the source. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { compileSource } from "../../transformer/typescript/compile.js";
import { load } from "./program.js";

const source = `
import { sleep } from "tsyncio";
async function query() {
  await sleep(1);
  throw new Error("no such table");
}
async function report() {
  const rows = await query();
  return rows;
}
async function page() {
  return { body: await report() };
}
export async function main() {
  try {
    return await page();
  } catch (error) {
    return error.stack;
  }
}
`;

for (const returns of ["task", "coroutine"] as const) {
  test(`an error three awaits deep names all four functions (${returns})`, async () => {
    const { main } = load<{ main: () => Promise<string> }>(source, { returns }, "report.ts");
    const stack = await main();
    const frames = stack.split("\n").slice(1);
    expect(stack.split("\n")[0]).toBe("Error: no such table");
    expect(frames[0]).toMatch(/^ {4}at query \(/);
    expect(frames.slice(1, 4).map((line) => line.trim())).toEqual([
      "at async report (report.ts:8:16)",
      "at async page (report.ts:12:18)",
      "at async main (report.ts:16:12)",
    ]);
    expect(stack).not.toMatch(/runtime|dist.cjs/);
  });
}

test("with --enable-source-maps the frame that threw is mapped as well: four functions, four lines of the source", () => {
  const cache = path.resolve("node_modules/.cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, "tsyncio-stacks-"));
  try {
    const { code } = compileSource(ts, source, {
      module: "commonjs",
      fileName: path.join(folder, "report.ts"),
      projectDirectory: folder,
      compilerOptions: { inlineSourceMap: true, sourceMap: false },
    });
    writeFileSync(path.join(folder, "report.ts"), source);
    writeFileSync(path.join(folder, "report.cjs"), code);
    const program = `require(${JSON.stringify(path.join(folder, "report.cjs"))}).main().then(console.log)`;
    const stack = execFileSync(process.execPath, ["--enable-source-maps", "-e", program], { encoding: "utf8" });
    const frames = [...stack.matchAll(/^ {4}at (?:async )?(\S+) \(.*report\.ts:(\d+):\d+\)$/gm)].map(
      ([, name, line]) => `${name}:${line}`,
    );
    expect(frames).toEqual(["query:5", "report:8", "page:12", "main:16"]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
