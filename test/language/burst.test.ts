/**
 * The fixtures once more as programs run: up to 1,024 generations of ready tasks share one microtask of the host, and what
 * would be alone in the next one goes on at once. (Elsewhere each generation has a microtask of its own, so that rounds can
 * be compared; here the order is.)
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

test("many generations in one microtask keep the order", () => {
  const script = join(__dirname, "run-fixtures.mjs");
  const env = { ...process.env, BURST: "1024", NODE_NO_WARNINGS: "1" };
  const { stdout, status } = spawnSync(process.execPath, [script, "--loose"], { env, encoding: "utf8" });
  const [exact] = /^task, exact: \d+ passed, \d+ failed$/m.exec(stdout) ?? [stdout];
  expect(exact).toMatch(/^task, exact: \d{3,} passed, 0 failed$/);
  expect(status).toBe(0);
}, 180_000);
