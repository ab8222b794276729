// Builds dist/. First the compiler with plain tsc, then the runtime twice with the compiler just built:
// the library is its own first user.
//
//   npm run build [-- transformer | runtime]
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundleCompiler, bundleRuntime } from "./build/bundle.mjs";
import { bin, node, root } from "./lib.mjs";

const dist = join(root, "dist");

function clean(folder) {
  rmSync(join(dist, folder), { recursive: true, force: true });
  mkdirSync(join(dist, folder), { recursive: true });
}

function write(file, text) {
  writeFileSync(join(dist, file), text);
}

/**
 * Makes the package visible in its own node_modules, as in a user's project: ts-patch looks a transformer up from
 * its own place, where Node's self-reference by name does not work.
 */
function linkItself() {
  const link = join(root, "node_modules", "tsyncio");
  rmSync(link, { force: true });
  symlinkSync(root, link, "junction");
}

/** For `require` on older engines, and for Jest's default mode. The declarations come with it. */
const asCommonJs = ["--module", "CommonJS", "--moduleResolution", "Bundler", "--verbatimModuleSyntax", "false"];
asCommonJs.push("--outDir", "dist/cjs", "--declaration", "--stripInternal");

const parts = {
  async transformer() {
    clean("transformer");
    clean("babel-plugin");
    if (!node(bin("typescript", "tsc"), "-p", "scripts/build/transformer.json")) return false;
    await bundleCompiler(dist);
    return true;
  },

  async runtime() {
    const tspc = bin("ts-patch", "tspc");
    clean("esm");
    clean("cjs");
    write("cjs/package.json", '{ "type": "commonjs" }\n');
    // One type identity whichever way the package is loaded: unique symbols and private fields would
    // differ between two sets of declarations.
    write("esm/index.d.ts", 'export * from "../cjs/index.js";\n');
    write("esm/abi.d.ts", 'export * from "../cjs/abi.js";\n');
    mkdirSync(join(dist, "esm/testing"));
    write("esm/testing/index.d.ts", 'export * from "../../cjs/testing/index.js";\n');
    const commonJs = node(tspc, "-p", "tsconfig.runtime.json", ...asCommonJs);
    const esm = node(tspc, "-p", "tsconfig.runtime.json");
    if (!commonJs || !esm) return false;
    await bundleRuntime(dist);
    return true;
  },
};

linkItself();
const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(parts);
for (const part of wanted) {
  const build = parts[part];
  if (!build) {
    console.error(`There is no part "${part}" to build; there are: ${Object.keys(parts).join(", ")}.`);
    process.exit(1);
  }
  if (!(await build())) {
    console.error(`Building the ${part} failed.`);
    process.exit(1);
  }
}
