/** In the same file both dialects warn of the same, at the same places. */
import { majors, runChild } from "./child.js";

interface Result {
  readonly file: string;
  readonly typescript: readonly string[];
  readonly babel: readonly string[];
}

describe.each(majors)("Babel %s", (major) => {
  const results = runChild<Result[]>("warnings-child.mjs", major);

  test("every file was compared, and some have warnings of each code", () => {
    expect(results.length).toBeGreaterThan(30);
    const codes = results.flatMap(({ babel }) => babel.map((each) => /TSY\d+/.exec(each)?.[0]));
    expect([...new Set(codes)].sort()).toEqual(["TSY1401", "TSY1402", "TSY1403", "TSY1404", "TSY1405"]);
  });

  test("the warnings are the same", () => {
    expect(results.map(({ file, babel }) => [file, babel])).toEqual(
      results.map(({ file, typescript }) => [file, typescript]),
    );
  });
});
