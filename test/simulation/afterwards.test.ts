/**
 * A simulation leaves nothing behind: the platform's own loop works after one that failed. Tried in a process of its own,
 * whose first loop the simulated one is.
 */
import { execFileSync } from "node:child_process";
import ts from "typescript";
import { compileSource } from "../../transformer/typescript/compile.js";

const program = `
import { Event, run, sleep } from "tsyncio";
import { simulate } from "tsyncio/testing";
async function main() {
  await sleep(1);
  console.log("ran");
}
try {
  simulate(async () => { await new Event().wait(); });
} catch (error) {
  console.log(error.cause.name);
}
run(main);
`;

test("the real loop runs after a simulation that ended in a deadlock", () => {
  const { code } = compileSource(ts, program, { module: "commonjs" });
  const output = execFileSync(process.execPath, ["--eval", code], { encoding: "utf8" });
  expect(output).toBe("DeadlockError\nran\n");
});
