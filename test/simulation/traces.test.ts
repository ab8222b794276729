/**
 * The traces of trace-program.ts, which `npm run check:traces` compares across engines, on this engine: they are what was
 * committed. After a wanted change of what traces say:
 *
 *     UPDATE=1 npx jest test/simulation/traces        (and read the difference)
 */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadFile } from "./program.js";

const expectedFile = join(__dirname, "expected-traces.txt");

interface Program {
  traces(seeds?: number): string;
}

test("the traces are the committed ones", () => {
  const { traces } = loadFile<Program>("trace-program.ts");
  const all = traces();
  const digest = createHash("sha256").update(all).digest("hex");
  // Two seeds in full, so that a difference can be read; all of them as a digest.
  const text = `${traces(2)}sha256 of all: ${digest}\n`;
  if (process.env["UPDATE"]) writeFileSync(expectedFile, text);
  expect(text).toBe(readFileSync(expectedFile, "utf8"));
});

test("the same seed gives the same trace again", () => {
  const { traces } = loadFile<Program>("trace-program.ts");
  expect(traces(5)).toBe(traces(5));
});

test("no trace holds what an engine words", () => {
  const { traces } = loadFile<Program>("trace-program.ts");
  expect(traces(2)).not.toMatch(/Cannot read|is not a function|undefined|Invalid array|Unexpected|node:|\/home|\.js:/);
});
