/** The fixtures, compiled by Babel: results, logs and ticks are the engine's. */
import { majors, runChild } from "./child.js";

interface Result {
  readonly file: string;
  readonly story: string;
  readonly variant: string;
  readonly difference: string | null;
}

const settings = [
  // The rest of the language is compiled by Babel's presets; this project's plugin stands where it runs last.
  { place: "first preset" },
  // Or by TypeScript, after Babel has printed what the plugin made.
  { finish: "typescript" },
];

describe.each(majors)("Babel %s", (major) => {
  test.each(settings)(
    "%j",
    (setting) => {
      const results = runChild<Result[]>("behaviour-child.mjs", major, JSON.stringify(setting));
      expect(results.length).toBeGreaterThan(2000);
      const reports = results
        .filter(({ difference }) => difference !== null)
        .map(({ file, story, variant, difference }) => `${file}: ${story} (${variant})\n${difference ?? ""}`);
      if (reports.length > 0) throw new Error(`${reports.length} differences\n\n${reports.slice(0, 20).join("\n\n")}`);
    },
    300_000,
  );
});
