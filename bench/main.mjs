// `npm run bench`: see README.md, or --help.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "../scripts/lib.mjs";
import { readOptions } from "./harness/options.mjs";

const bench = join(root, "bench");

/** What the benchmarks compare with is not among the project's dependencies. */
function installContenders() {
  if (existsSync(join(bench, "node_modules", "tinybench"))) return;
  console.error("Installing what is compared with (bench/package-lock.json) …");
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], {
    cwd: bench,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (status !== 0) process.exit(1);
}

const parts = {
  workloads: async (options) => (await import("./run-workloads.mjs")).runWorkloads(options),
  profile: async (options) => (await import("./profile.mjs")).profile(options),
  compiler: async (options) => (await import("./compiler/run.mjs")).runCompiler(options),
};

const options = readOptions(process.argv.slice(2));
const part = parts[options.what];
if (part === undefined) {
  console.error(`There is no part "${options.what}"; there are: ${Object.keys(parts).join(", ")}.`);
  process.exit(1);
}
installContenders();
const { text, json } = await part(options);
console.log(text);
const file = options.json ?? join(bench, "dist", `${options.what}.json`);
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify(json, undefined, 1)}\n`);
console.error(`Figures: ${file}`);
