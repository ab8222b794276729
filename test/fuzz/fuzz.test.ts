/**
 * Some random programs: what the engine does is what the compiled program does. The seed is fixed; a program that
 * fails is looked at alone with `npm run fuzz -- --seed … --program …`, as the failure says. In processes of their
 * own, because Jest takes the rejections that a program leaves unhandled for failures of the test.
 */
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);
const runs: readonly (readonly string[])[] = [
  ["80", "--frontend=ts"],
  ["80", "--frontend=babel"],
  ["60", "--frontend=ts", "--returns=coroutine"],
  ["40", "--frontend=babel", "--order=relaxed"],
];

test.each(runs)(
  "%s programs, %s %s",
  async (programs = "", ...mode) => {
    const all: string[] = ["test/fuzz/main.mjs", "--seed=20260000", `--programs=${programs}`, "--jobs=1", ...mode];
    const { stdout } = await run(process.execPath, all).catch((error: { stdout: string; stderr: string }) => {
      throw new Error(`${error.stdout}\n${error.stderr}`);
    });
    const compared = Number(/(\d+) compared/.exec(stdout)?.[1]);
    expect(compared).toBeGreaterThan(Number(programs) / 2);
  },
  300_000,
);

test("a broken compiler is noticed", async () => {
  const broken = ["test/fuzz/power.mjs", "--programs=30", "a compound operator has no ="];
  const { stdout } = await run(process.execPath, broken);
  expect(stdout).toContain("1 of 1 noticed");
}, 300_000);
