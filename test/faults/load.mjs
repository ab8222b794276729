// Compiles workloads with the built compiler and loads them against the built runtime.
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { compileSource, formatProblem } from "../../dist/transformer/index.js";

const folder = fileURLToPath(new URL(".", import.meta.url));
const projectRequire = createRequire(join(folder, "../../package.json"));

/** What "tsyncio" exports. */
export const runtime = projectRequire("tsyncio");

/**
 * The workloads of a folder, in the order of the files' names.
 *
 * @param returns what the calls of their async functions give: "coroutine" or "task"
 */
export function loadWorkloads(name, returns) {
  return readdirSync(join(folder, name))
    .filter((file) => file.endsWith(".ts"))
    .sort()
    .flatMap((file) => load(join(folder, name, file), returns).workloads);
}

function load(fileName, returns) {
  const settings = { module: "commonjs", options: { returns }, fileName, projectDirectory: folder };
  const { code, diagnostics } = compileSource(ts, readFileSync(fileName, "utf8"), settings);
  const errors = diagnostics.filter(({ category }) => category === "error");
  if (errors.length > 0) throw new Error(errors.map(formatProblem).join("\n"));
  const module = { exports: {} };
  const require = (specifier) =>
    specifier.startsWith(".")
      ? load(join(fileName, "..", specifier.replace(/\.js$/, ".ts")), returns)
      : projectRequire(specifier);
  new Function("module", "exports", "require", `${code}\n//# sourceURL=${fileName}`)(module, module.exports, require);
  return module.exports;
}
