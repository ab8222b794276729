/** The mutation list is not stale: each `find` occurs exactly once, and each file of the compiler's rules has some. */
import { execFileSync } from "node:child_process";
import path from "node:path";

test("every mutation can be applied", () => {
  const script = path.join(process.cwd(), "test/mutation/check-list.mjs");
  expect(execFileSync(process.execPath, [script], { encoding: "utf8" })).toBe("");
});
