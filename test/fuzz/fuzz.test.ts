/**
 * Some random programs: what the engine does is what the compiled program does. The seeds are fixed; to look at a
 * program that fails, `npm run fuzz -- --programs 1 --seed …` with what the failure names.
 */
import type { Mode } from "./differ.js";
import { search } from "./search.js";

const first = 20_260_000;
const modes: readonly (readonly [count: number, mode: Mode])[] = [
  [30, { frontend: "typescript", returns: "task", order: "exact" }],
  [30, { frontend: "babel", returns: "task", order: "exact" }],
  [20, { frontend: "typescript", returns: "task", order: "relaxed" }],
  [20, { frontend: "typescript", returns: "coroutine", order: "exact" }],
];

test.each(modes)(
  `%i programs, seeds from ${first}, %j`,
  async (count, mode) => {
    const { compared, findings } = await search(first, count, mode);
    const reports = findings.map(
      ({ seed, path, text, difference }) => `seed ${seed}, path ${path}\n${text}\n${difference}`,
    );
    if (reports.length > 0) throw new Error(reports.join("\n\n"));
    expect(compared).toBeGreaterThan(count / 2);
  },
  300_000,
);
