// How large the output is, and how large the runtime is in a program that only has tasks.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { basename, join } from "node:path";
import { buildSync, transformSync } from "esbuild";
import { root } from "../../scripts/lib.mjs";
import { tools } from "./tools.mjs";
import { program } from "./source.mjs";

const zipped = (text) => gzipSync(text, { level: 9 }).length;

const texts = {
  "generated, 1,000 lines": () => program(1_000),
  "real programs (test/fixtures/minimal)": () =>
    readFileSync(join(root, "test/fixtures/minimal/real-programs.ts"), "utf8"),
};

const outputs = ["transpile plain", "transpile ours", "transpile ES5", "babel ours", "babel regenerator"];

/** Bytes of the output: as written, gzipped, minified and gzipped. Helpers are in it once, as they are emitted. */
export async function outputSizes(build) {
  const sizes = {};
  for (const [title, read] of Object.entries(texts)) {
    const text = read();
    sizes[title] = {};
    for (const name of outputs) {
      const tool = await tools[name](build);
      const output = tool.compile(tool.prepare === undefined ? text : tool.prepare(text));
      const minified = transformSync(output, { minify: true, format: "esm" }).code;
      sizes[title][name] = { raw: output.length, gzip: zipped(output), minifiedGzip: zipped(minified) };
    }
  }
  return sizes;
}

const taskOnly = `
async function double(n: number): Promise<number> {
  return n * 2;
}
async function main(): Promise<void> {
  for (let n = 0; n < 3; n++) console.log(await double(n));
}
main();
`;

const withRun = `import { gather, run, sleep } from "tsyncio";
${taskOnly.replace("main();", "run(() => gather(main(), sleep(10)));")}`;

/** `{ bytes, gzip, modules: [[name, bytes]] }` of a minified bundle. `folder` has the build among its node_modules. */
function bundle(text, folder) {
  const { outputFiles, metafile } = buildSync({
    stdin: { contents: text, resolveDir: folder, loader: "js" },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "neutral",
    conditions: ["module"],
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

export async function bundleSizes(build) {
  const folder = join(build, "../..");
  const { compile } = await tools["transpile ours"](build);
  return { taskOnly: bundle(compile(taskOnly), folder), withRun: bundle(compile(withRun), folder) };
}
