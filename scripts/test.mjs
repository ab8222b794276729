// `npm test`: builds, then checks types, lint and formatting, then runs every Jest test. All of it runs even when
// something before failed, so that one run shows everything. The last line counts: `N passed, N failed`.
//
//   npm test [-- <arguments for Jest>]
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bin, node } from "./lib.mjs";

const checks = {
  build: () => node("scripts/build.mjs"),
  "types of the core": () => node(bin("typescript", "tsc"), "-p", "scripts/build/runtime-core.json"),
  types: () => node(bin("typescript", "tsc"), "-p", "tsconfig.json"),
  lint: () => node(bin("eslint"), ".", "--max-warnings", "0"),
  format: () => node(bin("prettier"), "--check", "--log-level", "warn", "."),
};

const failures = [];
for (const [name, check] of Object.entries(checks)) {
  const started = performance.now();
  const passed = check();
  if (!passed) failures.push(name);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${passed ? "ok" : "FAILED"}: ${name} (${seconds} s)`);
}

const folder = mkdtempSync(join(tmpdir(), "tsyncio-test-"));
const report = join(folder, "jest.json");
node(bin("jest"), "--json", `--outputFile=${report}`, ...process.argv.slice(2));
const jest = readReport(report);
rmSync(folder, { recursive: true });

if (failures.length > 0) console.log(`\nFailed before Jest: ${failures.join(", ")}`);
const failed = jest.failed + failures.length;
console.log(`\n${jest.passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

/** A test file that could not even be loaded counts as one failure. */
function readReport(file) {
  try {
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, success } = JSON.parse(
      readFileSync(file, "utf8"),
    );
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    return { passed: numPassedTests, failed: success ? failed : Math.max(1, failed) };
  } catch {
    return { passed: 0, failed: 1 };
  }
}
