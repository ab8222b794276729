// What the scripts share: where the project is, and running a tool of node_modules without a shell.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const require = createRequire(import.meta.url);

/** The script behind a command of a development dependency, to be run with this very Node. */
export function bin(packageName, command = packageName) {
  // A few packages do not export their package.json, so it is looked up as a file.
  const manifest = require.resolve
    .paths(packageName)
    .map((folder) => join(folder, packageName, "package.json"))
    .find((path) => tryRequire(path));
  const entry = require(manifest).bin;
  return join(dirname(manifest), typeof entry === "string" ? entry : entry[command]);
}

function tryRequire(path) {
  try {
    return require(path);
  } catch {
    return undefined;
  }
}

/** Runs a Node script in the project's folder with inherited output; returns whether it succeeded. */
export function node(script, ...args) {
  const result = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: "inherit" });
  return result.status === 0;
}

/** Runs npm in the project's folder with inherited output; returns whether it succeeded. */
export function npm(...args) {
  const result = spawnSync("npm", args, { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
  return result.status === 0;
}
