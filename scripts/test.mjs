// `npm test`: builds, then checks types, lint and formatting, then runs every Jest test. All of it runs even when
// something before failed, so that one run shows everything. The last line counts: `N passed, N failed`.
//
// What only tests need and what cannot stand in the project's own node_modules (a second Babel, the frameworks of the
// applications) is in folders of its own, installed here when it is missing or older than its lock file.
//
//   npm test [-- <arguments for Jest>]
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bin, node, npm, root } from "./lib.mjs";

const extraPackages = ["test/babel/babel-8", "test/applications"];

const checks = {
  "packages of tests": () => extraPackages.every((folder) => isInstalled(folder) || install(folder)),
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

function isInstalled(folder) {
  const [installed, locked] = ["node_modules/.package-lock.json", "package-lock.json"].map(
    (file) => statSync(join(root, folder, file), { throwIfNoEntry: false })?.mtimeMs ?? 0,
  );
  return installed > locked;
}

function install(folder) {
  return npm("ci", "--prefix", folder, "--no-audit", "--no-fund", "--loglevel=error");
}

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
