/** The fixtures as ES modules, in a process of their own, against the built runtime (`npm run build`). */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

interface Result {
  readonly file: string;
  readonly name: string;
  readonly expected: string;
  readonly actual: string;
}

test("compiled ES modules behave like the engine's", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "tsyncio-esm-"));
  try {
    const child = path.join(process.cwd(), "test/language/esm-child.mjs");
    const output = execFileSync(process.execPath, [child, folder], { encoding: "utf8", maxBuffer: 1e8 });
    const results = JSON.parse(output) as Result[];
    expect(results.length).toBeGreaterThan(500);
    const different = results.filter(({ expected, actual }) => expected !== actual);
    const reports = different.map(
      ({ file, name, expected, actual }) => `${file}: ${name}\nnative:\n${expected}\nesm:\n${actual}`,
    );
    if (reports.length > 0) throw new Error(reports.join("\n\n"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 120_000);
