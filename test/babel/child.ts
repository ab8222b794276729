/** Runs a script of this folder in a process of its own and reads what it prints. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";

/** The major versions of Babel; see babels.mjs. */
export const majors = ["7", "8"];

if (!existsSync(path.join(process.cwd(), "test/babel/babel-8/node_modules/@babel/core"))) {
  throw new Error("Babel 8 is not installed: npm ci --prefix test/babel/babel-8 (npm test does it)");
}

export function runChild<T>(script: string, ...args: readonly string[]): T {
  const file = path.join(process.cwd(), "test/babel", script);
  const output = execFileSync(process.execPath, [file, ...args], {
    encoding: "utf8",
    maxBuffer: 1e9,
    stdio: ["ignore", "pipe", "pipe"],
  });
  return JSON.parse(output) as T;
}
