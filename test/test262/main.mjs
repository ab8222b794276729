// ECMAScript's own tests of async functions and promises, compiled.
//
//   npm run test262 -- --suite DIR [--frontend ts|babel] [--filter TEXT]… [--processes N] [--verbose]
//
// DIR is a checkout of tc39/test262. `--filter` keeps the tests whose name contains the text (several: any of them).
// Both front ends are run when none is named. Exits with 1 when a test fails that is not in deviations.json, or one
// passes that is.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { require } from "../language/typescript-hook.mjs";

const { isOurs, folders, readTest } = require("../test262/test-file.ts");
const { isClean, judge, reasonsFor } = require("../test262/deviations.ts");
const { runAll } = require("../test262/pool.ts");
const { table } = require("../test262/table.ts");

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(here));

const { values } = parseArgs({
  options: {
    suite: { type: "string" },
    frontend: { type: "string", multiple: true, default: ["ts", "babel"] },
    filter: { type: "string", multiple: true, default: [""] },
    processes: { type: "string", default: String(availableParallelism()) },
    verbose: { type: "boolean", default: false },
  },
});

function fail(message) {
  console.error(message);
  process.exit(2);
}

if (values.suite === undefined || !existsSync(join(values.suite, "harness/assert.js"))) {
  fail("--suite names a checkout of https://github.com/tc39/test262");
}
const unknown = values.frontend.find((name) => !["ts", "babel"].includes(name));
if (unknown !== undefined) fail(`--frontend is ts or babel, not "${unknown}"`);
const processes = Number(values.processes);
if (!Number.isSafeInteger(processes) || processes < 1) fail(`--processes is a number, not "${values.processes}"`);

function findTests() {
  const names = folders.flatMap((folder) =>
    readdirSync(join(values.suite, "test", folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".js"))
      .map((name) => `${folder}/${name.replaceAll("\\", "/")}`),
  );
  return names
    .filter((name) => values.filter.some((part) => name.includes(part)))
    .filter((name) => isOurs(readTest(name, readFileSync(join(values.suite, "test", name), "utf8"))))
    .sort();
}

// Everything that runs is bundled once, so that a run is of one state of the sources.
async function bundle(folder) {
  const common = { bundle: true, platform: "node", target: "esnext", logLevel: "warning" };
  const child = join(folder, "child.cjs");
  await build({
    ...common,
    entryPoints: [join(here, "child.ts")],
    outfile: child,
    format: "cjs",
    external: ["typescript", "test262-parser", "@babel/core"],
  });
  const runtime = join(folder, "abi.js");
  await build({
    ...common,
    entryPoints: [join(root, "runtime/abi.ts")],
    outfile: runtime,
    format: "iife",
    globalName: "abi",
    // package.json names the built files that have side effects; these are the sources.
    ignoreAnnotations: true,
    banner: { js: "(() => {" },
    footer: { js: "return abi; })()" },
  });
  return { child, runtime };
}

async function run(frontend, names, { child, runtime }) {
  const results = [];
  const started = performance.now();
  const settings = {
    script: child,
    arguments: [values.suite, frontend, runtime],
    processes,
    limit: 30_000,
    tests: 700,
  };
  await runAll(names, settings, (result) => {
    results.push(result);
    if (results.length % 250 === 0) {
      const seconds = ((performance.now() - started) / 1000).toFixed(0);
      console.error(`${frontend}: ${results.length} of ${names.length} (${seconds} s)`);
    }
  });
  return results;
}

function report(frontend, results, list) {
  const verdict = judge(frontend, results, list);
  const reasons = reasonsFor(frontend, list);
  const shown = values.verbose ? results : verdict.unexpectedFailures;
  for (const { name, native, failures } of shown) {
    if (!native || failures.length === 0) continue;
    console.log(`✗ ${name}${reasons.has(name) ? ` [listed: ${reasons.get(name)}]` : ""}`);
    for (const failure of failures) console.log(`    ${failure}`);
  }
  for (const name of verdict.unexpectedPasses) console.log(`✓ ${name} passes, and is in deviations.json`);
  for (const name of verdict.duplicates) console.log(`✗ ${name} is in deviations.json twice`);
  const failedNatively = results.filter(({ native }) => !native).length;
  console.log(`\n${frontend}, Node ${process.version}\n${table(results)}`);
  console.log(`${failedNatively} more do not pass natively and are not counted.\n`);
  return isClean(verdict);
}

const list = JSON.parse(readFileSync(join(here, "deviations.json"), "utf8"));
// Inside the project, where the bundle finds the compilers.
const folder = join(root, "node_modules/.cache/tsyncio-test262", String(process.pid));
mkdirSync(folder, { recursive: true });
let clean = true;
try {
  const files = await bundle(folder);
  const names = findTests();
  for (const frontend of values.frontend) {
    const results = await run(frontend, names, files);
    clean = report(frontend, results, list) && clean;
  }
} finally {
  rmSync(folder, { recursive: true });
}
process.exit(clean ? 0 : 1);
