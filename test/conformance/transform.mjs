/**
 * Jest's transform for the ported tests: what a user's tests go through too. The files are compiled by the built compiler
 * with `returns: "coroutine"`, so that `async function` means what `async def` means.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = fileURLToPath(new URL("../..", import.meta.url));
const compiler = join(root, "dist/transformer");
const { compileSource, formatProblem } = await import("../../dist/transformer/index.js");

/** Changes when the compiler does. */
const version = createHash("sha1");
for (const entry of readdirSync(compiler, { recursive: true, withFileTypes: true })) {
  if (entry.isFile() && entry.name.endsWith(".js")) version.update(readFileSync(join(entry.parentPath, entry.name)));
}
const compilerVersion = version.digest("hex");

export default {
  getCacheKey(text, path) {
    return createHash("sha1").update(compilerVersion).update(path).update(text).digest("hex");
  },

  process(text, path) {
    const { code, map, diagnostics } = compileSource(ts, text, {
      fileName: path,
      module: "commonjs",
      projectDirectory: root,
      options: { returns: "coroutine" },
    });
    const errors = diagnostics.filter(({ category }) => category === "error");
    if (errors.length > 0) throw new Error(errors.map(formatProblem).join("\n"));
    return { code, map };
  },
};
