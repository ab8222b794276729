/** The Jest tests of a fixture folder: one test for each story. */
import { Comparison, type FixtureName, fixturesOf, variantsOf } from "./compare.js";
import { fixtureFiles, native, type Variant } from "./load.js";

export function testFolder(folder: string): void {
  for (const file of fixtureFiles(folder)) testFile(file);
}

function testFile(file: string): void {
  const comparison = new Comparison();
  const module = comparison.module(file);
  describe(file, () => {
    for (const fixture of fixturesOf(file, module)) {
      test(`${fixture.clause}: ${fixture.story}`, async () => {
        if (module.expected?.[fixture.story] === undefined) await checkOracle(comparison, fixture);
        const differences = [];
        for (const variant of variantsOf(module, fixture.story)) {
          const difference = await comparison.difference(fixture, variant);
          if (difference !== null) differences.push(report(variant, difference));
        }
        if (differences.length > 0) throw new Error(differences.join("\n\n"));
      });
    }
  });
}

/** A fixture with a mistake in it would agree with itself for ever. */
async function checkOracle(comparison: Comparison, fixture: FixtureName): Promise<void> {
  const { result, log } = await comparison.native(fixture);
  if (!result.startsWith("returned")) throw new Error(`The fixture is wrong: natively it ${result}.`);
  if (result === "returned undefined" && log.length === 0) throw new Error("The fixture is empty: it shows nothing.");
}

/** Both stories, one under the other. */
function report(
  variant: Variant,
  { expected, actual }: { readonly expected: string; readonly actual: string },
): string {
  return `${native.name}:\n${expected}\n\n${variant.name}:\n${actual}`;
}
