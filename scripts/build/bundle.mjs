// Puts what engines load into few files: a hundred small ones take several times as long to start.
//
//     dist/esm/**             one file per module, for bundlers, which leave out what a program does not use
//     dist/tsyncio-bundle/    the same for Node, Bun and Deno: index.js, abi.js, testing/index.js, and what they share
//
//     dist/transformer/, dist/babel-plugin/    here the entry points take the place of their modules
//
// Rollup, because it keeps the names of classes and functions, which people read in errors, and `const`, whose values engines
// then know.
import { mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { rollup } from "@rollup/wasm-node";

/** Warnings about what this code does all the time. */
const known = new Set(["CIRCULAR_DEPENDENCY"]);

/** Shared parts are called after what they are made of, not after the first of their modules. */
const manualChunks = (id) => (/[\\/]core[\\/]/.test(id) ? "core" : undefined);

/** `entries`: files in the folder `from`, without extension. What is imported by a package's name stays an import. */
async function bundle(entries, from, to, chunkFileNames) {
  const input = Object.fromEntries(entries.map((name) => [name, join(from, `${name}.js`)]));
  const onwarn = (warning) => {
    if (!known.has(warning.code)) throw new Error(warning.message);
  };
  const external = (id) => !id.startsWith(".") && !isAbsolute(id);
  const build = await rollup({ input, external, onwarn });
  await build.write({ dir: to, format: "es", chunkFileNames, manualChunks });
  await build.close();
}

/** @param dist the folder everything is built to */
export async function bundleRuntime(dist) {
  const folder = join(dist, "tsyncio-bundle");
  rmSync(folder, { recursive: true, force: true });
  await bundle(["index", "abi", "testing/index"], join(dist, "esm"), folder, "[name].js");
}

const compilerEntries = [
  "transformer/index",
  "transformer/typescript/compile",
  "transformer/cli/index",
  "transformer/cli/ps-client",
  "babel-plugin/index",
  "babel-plugin/preset",
];

/** @param dist the folder everything is built to */
export async function bundleCompiler(dist) {
  const folder = join(dist, "compiler-bundle");
  await bundle(compilerEntries, dist, folder, "transformer/parts/[name].js");
  for (const part of ["transformer", "babel-plugin"]) {
    for (const file of readdirSync(join(dist, part), { recursive: true }))
      if (file.endsWith(".js")) rmSync(join(dist, part, file));
  }
  for (const file of readdirSync(folder, { recursive: true })) {
    if (!file.endsWith(".js")) continue;
    mkdirSync(dirname(join(dist, file)), { recursive: true });
    renameSync(join(folder, file), join(dist, file));
  }
  rmSync(folder, { recursive: true });
}
