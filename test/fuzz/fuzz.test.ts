/**
 * Some random programs: what the engine does is what the compiled program does. The seed is fixed; to look at a
 * program that fails, `npm run fuzz -- --seed … --program …` with what the failure names.
 */
import type { Mode } from "./differ.js";
import { search } from "./search.js";

const seed = 20_260_000;
const modes: readonly (readonly [count: number, mode: Mode])[] = [
  [90, { frontend: "typescript", returns: "task", order: "exact" }],
  [90, { frontend: "babel", returns: "task", order: "exact" }],
  [50, { frontend: "typescript", returns: "task", order: "relaxed" }],
  [70, { frontend: "typescript", returns: "coroutine", order: "exact" }],
];

test.each(modes)(
  `%i programs of seed ${seed}, %j`,
  async (count, mode) => {
    let compared = 0;
    for (let program = 0; program < count; program++) {
      const finding = await search(seed, program, mode);
      if (finding) throw new Error(`--seed ${seed} --program ${program}\n${finding.text}\n${finding.difference}`);
      if (finding === null) compared++;
    }
    expect(compared).toBeGreaterThan(count / 2);
  },
  300_000,
);
