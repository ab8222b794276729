/** Large files compile. (Deep ones: nesting.test.ts.) */
import { majors, runChild } from "./child.js";

test.each(majors)(
  "Babel %s",
  (major) => {
    const results = runChild<{ name: string; problem: string | null }[]>("large-child.mjs", major);
    expect(results.filter(({ problem }) => problem !== null)).toEqual([]);
    expect(results).toHaveLength(2);
  },
  120_000,
);
