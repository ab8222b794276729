/** "Without native promises" is literal: counted with async_hooks in a process of its own. */
import { spawnSync } from "node:child_process";

function promisesOf(file: string): number {
  const { stderr, status } = spawnSync(process.execPath, ["test/programs/count-promises.cjs", file], {
    encoding: "utf8",
  });
  const found = /promises: (\d+)/.exec(stderr);
  if (status !== 0 || found === null) throw new Error(stderr);
  return Number(found[1]);
}

test("the breakfast sample makes none", () => {
  expect(promisesOf("samples/breakfast.ts")).toBe(0);
});

test("100,000 awaits of calls, gather, Promise.all and sleep(0) make none", () => {
  expect(promisesOf("test/programs/promise-programs/hundred-thousand.ts")).toBe(0);
});

test("the counting sees an async function that was left to the engine", () => {
  expect(promisesOf("test/programs/promise-programs/control.ts")).toBeGreaterThan(0);
});
