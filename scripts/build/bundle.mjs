// Puts what Node, Bun and Deno load into few files: a hundred small ones take four times as long to start.
//
//     dist/esm/**             one file per module, for bundlers, which leave out what a program does not use
//     dist/tsyncio-bundle/    the same for engines: index.js, abi.js, testing/index.js, and what they share
//
// Rollup, because it keeps the names of classes and functions, which people read in errors, and `const`, whose values engines
// then know.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { rollup } from "@rollup/wasm-node";

/** Warnings that say something about the code; the rest is about what bundlers in general do. */
const known = new Set(["CIRCULAR_DEPENDENCY"]);

async function bundle(entries, folder, external) {
  const onwarn = (warning) => {
    if (!known.has(warning.code)) throw new Error(warning.message);
  };
  const build = await rollup({ input: entries, external, onwarn, preserveEntrySignatures: "allow-extension" });
  const manualChunks = (id) => (id.includes("/core/") ? "core" : undefined);
  const output = { dir: folder, format: "es", chunkFileNames: "[name].js", manualChunks };
  await build.write(output);
  await build.close();
}

/** @param dist the folder everything is built to */
export async function bundleRuntime(dist) {
  const esm = join(dist, "esm");
  const folder = join(dist, "tsyncio-bundle");
  rmSync(folder, { recursive: true, force: true });
  const entries = ["index", "abi", "testing/index"].map((name) => [name, join(esm, `${name}.js`)]);
  await bundle(Object.fromEntries(entries), folder, /^node:/);
}
