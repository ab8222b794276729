/**
 * A process that runs tests: natively first, and what passes so, compiled. Its arguments are the checkout, the front
 * end and the bundled runtime; the parent sends names of tests and gets one result for each. Before it runs one compiled
 * it says so: engines, too, crash on some tests.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import vm from "node:vm";
import type { UserOptions } from "../../transformer/options.js";
import type { Result } from "./deviations.js";
import { execute, native, type Variant } from "./execute.js";
import { compilers, type Frontend } from "./frontends.js";
import { readTest, type Scenario, type TestFile } from "./test-file.js";

const [suite, frontend, runtimeFile] = process.argv.slice(2) as [string, Frontend, string];
const script = new vm.Script(readFileSync(runtimeFile, "utf8"), { filename: "tsyncio/abi" });
const compile = compilers[frontend];

function compiled(test: TestFile): Variant {
  // Where promises themselves are tested, the realm's are the loop's. Elsewhere everything is as users have it.
  const replacesPromise = test.name.startsWith("built-ins/Promise/");
  const options: UserOptions = replacesPromise ? { promises: "native" } : {};
  return {
    runtime: { script, replacesPromise },
    compile: (text, isModule) => compile(text, isModule, options),
  };
}

/** What the front end's host does to a test when it is not given this project. */
const hostAlone: Variant = { runtime: undefined, compile: (text, isModule) => compile(text, isModule, null) };

async function run(name: string): Promise<Result> {
  const test = readTest(name, readFileSync(path.join(suite, "test", name), "utf8"));
  for (const scenario of test.scenarios) {
    if ((await execute(suite, test, scenario, native)) !== undefined) return { name, native: false, failures: [] };
  }
  process.send!("compiled");
  const failures: string[] = [];
  for (const scenario of test.scenarios) {
    const failure = await execute(suite, test, scenario, compiled(test));
    if (failure !== undefined) failures.push(`${scenario}: ${failure}${await blame(test, scenario)}`);
  }
  return { name, native: true, failures };
}

/** Who is to blame is worth knowing: some programs do not survive the host alone. */
async function blame(test: TestFile, scenario: Scenario): Promise<string> {
  const failure = await execute(suite, test, scenario, hostAlone);
  return failure === undefined ? "" : ` (without this project too: ${failure})`;
}

// A test may leave rejections that nobody looks at, of either kind of promise.
process.on("unhandledRejection", () => undefined);
process.on("uncaughtException", () => undefined);
process.removeAllListeners("warning");

process.on("message", (name: string) => {
  void run(name).then((result) => process.send!(result));
});
