/** For the same program both dialects print the same IR, byte for byte. */
import { majors, runChild } from "./child.js";

interface Result {
  readonly program: string;
  readonly variant: string;
  readonly typescript: string;
  readonly babel: string;
}

describe.each(majors)("Babel %s", (major) => {
  const results = runChild<Result[]>("ir-child.mjs", major);

  test.each(results.map((result) => [result.program, result.variant, result] as const))("%s (%s)", (_, __, result) => {
    expect(result.babel).toBe(result.typescript);
    expect(result.babel).toMatch(/\S/);
  });

  test("every fixture and starter program was compared", () => {
    expect(results.length).toBeGreaterThan(2 * (30 + 63));
  });
});
