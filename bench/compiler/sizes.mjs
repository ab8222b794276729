// How large the output is, and how large the runtime is in a program that only has tasks.
import { gzipSync } from "node:zlib";
import { basename, join } from "node:path";
import { buildSync, transformSync } from "esbuild";
import { tools } from "./tools.mjs";
import { program } from "./source.mjs";

const zipped = (text) => gzipSync(text, { level: 9 }).length;

/** Bytes of the output for a file: as written, gzipped, minified and gzipped. Helpers are in it once, as they are emitted. */
export async function outputSizes(lines, build) {
  const text = program(lines);
  const sizes = {};
  for (const name of ["transpile plain", "transpile ours", "transpile ES5", "babel ours", "babel regenerator"]) {
    const tool = await tools[name](build);
    const output = tool.compile(tool.prepare === undefined ? text : tool.prepare(text));
    const minified = transformSync(output, { minify: true, format: "esm" }).code;
    sizes[name] = { raw: output.length, gzip: zipped(output), minifiedGzip: zipped(minified) };
  }
  return sizes;
}

const taskOnly = `
import { describe, task } from "tsyncio/abi";
const info = describe("main", "main.ts", [1, 1, 1]);
function main(n) {
  const main = ($, $v) => ($.state === 0 ? $.await(1, n) : $v);
  return task(info, main, new.target);
}
console.log(main(1));
`;

const withRun = taskOnly
  .replace("import", 'import { run, sleep, gather } from "tsyncio";\nimport')
  .replace("console.log(main(1))", "run(() => gather(main(1), sleep(10)))");

/** `{ bytes, gzip, modules: [[name, bytes]] }` of a minified bundle. `folder` has the build among its node_modules. */
function bundle(text, folder) {
  const { outputFiles, metafile } = buildSync({
    stdin: { contents: text, resolveDir: folder, loader: "js" },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    external: ["node:*"],
    write: false,
    metafile: true,
  });
  const [{ inputs }] = Object.values(metafile.outputs);
  const modules = Object.entries(inputs)
    .map(([path, { bytesInOutput }]) => [
      path.includes("dist/esm/") ? path.split("dist/esm/")[1] : basename(path),
      bytesInOutput,
    ])
    .sort((a, b) => b[1] - a[1]);
  const [{ text: output }] = outputFiles;
  return { bytes: output.length, gzip: zipped(output), modules };
}

export function bundleSizes(build) {
  const folder = join(build, "../..");
  return { taskOnly: bundle(taskOnly, folder), withRun: bundle(withRun, folder) };
}
