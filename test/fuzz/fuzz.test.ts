/**
 * Some random programs: what the engine does is what the compiled program does. The seed is fixed; a program that
 * fails is looked at alone with `npm run fuzz -- --seed … --program …`, as the failure says. In processes of their
 * own, because Jest takes the rejections that a program leaves unhandled for failures of the test.
 */
import { execFile } from "node:child_process";

const runs = [
  ["80", "--frontend=ts"],
  ["80", "--frontend=babel"],
  ["60", "--frontend=ts", "--returns=coroutine"],
  ["40", "--frontend=babel", "--order=relaxed"],
] as const;
const broken = ["test/fuzz/power.mjs", "--programs=30", "a compound operator has no ="];
const outputs = new Map<readonly string[], string>();

beforeAll(async () => {
  const all = runs.map(([programs, ...mode]) => {
    return ["test/fuzz/main.mjs", "--seed=20260000", `--programs=${programs}`, "--jobs=1", ...mode];
  });
  const printed = await Promise.all([...all, broken].map(outputOf));
  runs.forEach((run, index) => outputs.set(run, printed[index]!));
  outputs.set(broken, printed.at(-1)!);
}, 600_000);

test.each(runs)("%s programs, %s %s", (...run) => {
  const printed = outputs.get(runs.find((each) => each.join() === run.filter(Boolean).join())!)!;
  const [, compared, differ] = /(\d+) compared, \d+ skipped, (\d+) differ/.exec(printed) ?? [];
  if (differ !== "0") throw new Error(printed);
  expect(Number(compared)).toBeGreaterThan(Number(run[0]) / 2);
});

test("a broken compiler is noticed", () => {
  expect(outputs.get(broken)).toContain("1 of 1 noticed");
});

function outputOf(command: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, command, (_, stdout, stderr) => resolve(`${stdout}\n${stderr}`));
  });
}
