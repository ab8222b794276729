import { spawnSync } from "node:child_process";
import { join } from "node:path";

const report = join(__dirname, "report.mjs");

test("every name on CPython's list is ported or says why not, and nothing else is ported", () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [report, "--check"], { encoding: "utf8" });
  expect(stdout + stderr).toBe("");
  expect(status).toBe(0);
});
