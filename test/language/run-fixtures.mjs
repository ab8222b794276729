// Runs fixtures without Jest: quick to start, and it prints both sides of every difference.
//
//   node test/language/run-fixtures.mjs [part of a file's or story's name] [--stop] [--loose] [--verbose] [--code]
import { require } from "./typescript-hook.mjs";

const { Comparison, fixturesOf, variantsOf } = require("./compare.ts");
const { fixtureFiles, transpile } = require("./load.ts");

const flags = new Set(process.argv.slice(2).filter((word) => word.startsWith("--")));
const wanted = process.argv.slice(2).find((word) => !word.startsWith("--")) ?? "";

const comparison = new Comparison();
comparison.compareRounds = !flags.has("--loose");
const counts = {};
let failures = 0;

function count(variant, result) {
  counts[variant] ??= { passed: 0, failed: 0 };
  counts[variant][result]++;
}

function fail(where, text) {
  failures++;
  console.log(`\n✗ ${where}\n${text}`);
  if (flags.has("--stop")) process.exit(1);
}

const startsEarly = process.hrtime.bigint();
for (const file of fixtureFiles()) {
  const module = comparison.module(file);
  const fixtures = fixturesOf(file, module).filter(
    (fixture) => file.includes(wanted) || fixture.story.includes(wanted),
  );
  const broken = new Set();
  for (const fixture of fixtures) {
    const where = `${file}: ${fixture.story}`;
    for (const variant of variantsOf(module, fixture.story)) {
      if (broken.has(variant)) {
        count(variant.name, "failed");
        continue;
      }
      try {
        comparison.module(file, variant);
      } catch (error) {
        broken.add(variant);
        count(variant.name, "failed");
        fail(`${file} (${variant.name}) does not load`, error.stack);
        continue;
      }
      const difference = await comparison.difference(fixture, variant);
      count(variant.name, difference === null ? "passed" : "failed");
      if (difference !== null) {
        const { expected, actual } = difference;
        fail(`${where} (${variant.name})`, `native:\n${expected}\ncompiled:\n${actual}`);
      } else if (flags.has("--verbose")) {
        console.log(`✓ ${where} (${variant.name})`);
      }
    }
  }
  if (flags.has("--code") && fixtures.length > 0) {
    for (const variant of variantsOf(module, fixtures[0].story)) {
      console.log(`// ${file} (${variant.name})\n${transpile(file, variant).code}`);
    }
  }
}
const seconds = Number(process.hrtime.bigint() - startsEarly) / 1e9;
for (const [variant, { passed, failed }] of Object.entries(counts)) {
  console.log(`${variant}: ${passed} passed, ${failed} failed`);
}
console.log(`${seconds.toFixed(1)} s`);
process.exit(failures === 0 ? 0 : 1);
