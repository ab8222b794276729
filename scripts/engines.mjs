// What the checks share that try things on other engines (check-engines.mjs, check-traces.mjs): which versions, where
// they come from, and running programs in a temporary folder.
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The versions of Node that are tried; all of them come from the npm package `node`. */
export const nodes = ["20.19.0", "22", "24", "26"];

/** The other engines, from the npm packages of their names. */
export const versions = { bun: "1.4.5", deno: "2.9.6" };

/** Writes files by their names; what is no text becomes JSON. */
export function write(folder, files) {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), typeof content === "string" ? content : JSON.stringify(content));
  }
}

/** Runs a command and waits for its end. */
export function run(cwd, command, ...args) {
  const result = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    shell: process.platform === "win32",
  });
  const stdout = (result.stdout ?? "").trim();
  const output = [stdout, result.stderr ?? ""].join("\n").trim();
  return { passed: result.status === 0, stdout, output };
}

/** The same; when it fails, so does the check. */
export function must(cwd, command, ...args) {
  const { passed, stdout, output } = run(cwd, command, ...args);
  if (!passed) throw new Error(`${command} ${args.join(" ")} failed in ${cwd}:\n${output}`);
  return stdout;
}

/** Installs npm packages into a folder. */
export function install(folder, ...packages) {
  must(folder, "npm", "install", "--no-audit", "--no-fund", "--loglevel=error", ...packages);
}

/** Gives the binary of a version of Node, installed below `workshop` when it is first asked for. */
export function nodeBinaries(workshop) {
  const known = new Map();
  return (version) => {
    if (!known.has(version)) {
      const folder = join(workshop, `node-${version}`);
      write(folder, { "package.json": { private: true } });
      install(folder, `node@${version}`);
      known.set(version, join(folder, "node_modules/node/bin/node"));
    }
    return known.get(version);
  };
}
