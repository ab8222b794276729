// `npm run check:traces`: the same seed gives the same trace, to the byte, on every engine. Runs
// test/simulation/trace-program.ts on each version of Node, on Bun and Deno (installed into a temporary folder) and in
// Chromium (`chromium`, or what CHROMIUM names), each in another time zone, and compares what they say with this Node.
//
//   npm run check:traces [-- node bun deno chromium]      (default: everything)
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import ts from "typescript";
import { install, must, nodeBinaries, nodes, run, versions, write } from "./engines.mjs";
import { root } from "./lib.mjs";

const workshop = mkdtempSync(join(tmpdir(), "tsyncio-traces-"));
const zones = ["Pacific/Auckland", "America/New_York", "Asia/Kolkata", "Europe/Berlin"];
const results = [];

const groups = {
  node() {
    const binary = nodeBinaries(workshop);
    for (const version of nodes) {
      const path = binary(version);
      compare(`Node ${must(workshop, path, "--version")}`, run(workshop, path, "traces.cjs"));
    }
  },

  bun() {
    const folder = engine("bun");
    compare(`Bun ${must(folder, "npx", "bun", "--version")}`, run(folder, "npx", "bun", "../traces.cjs"));
  },

  deno() {
    const folder = engine("deno");
    const [version] = must(folder, "npx", "deno", "--version").split("\n");
    compare(version, run(folder, "npx", "deno", "run", "-A", "../traces.cjs"));
  },

  chromium() {
    const chromium = process.env.CHROMIUM ?? "chromium";
    const { passed, stdout: version } = run(workshop, chromium, "--version");
    if (!passed) throw new Error(`${chromium} was not found: install it, or name it in CHROMIUM`);
    const flags = ["--headless", "--no-sandbox", "--disable-gpu", `--user-data-dir=${join(workshop, "profile")}`];
    const page = pathToFileURL(join(workshop, "traces.html")).href;
    const shown = run(workshop, chromium, ...flags, "--virtual-time-budget=60000", "--dump-dom", page);
    compare(version.trim(), { ...shown, stdout: textOfPage(shown.stdout) });
  },
};

function engine(name) {
  const folder = join(workshop, name);
  write(folder, { "package.json": { private: true } });
  install(folder, `${name}@${versions[name]}`);
  return folder;
}

/** What stands in the page's `pre`, without HTML's escapes. */
function textOfPage(html) {
  const text = /<pre>([^]*)<\/pre>/.exec(html)?.[1] ?? "";
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&nbsp;", "\u00a0")
    .replaceAll("&amp;", "&")
    .trim();
}

/** One script for all engines: the program, compiled by our compiler, with the runtime. */
async function bundle() {
  const { compileSource } = await import(pathToFileURL(join(root, "dist/transformer/typescript/compile.js")).href);
  const fileName = "trace-program.ts";
  const source = readFileSync(join(root, "test/simulation", fileName), "utf8");
  const { code, diagnostics } = compileSource(ts, source, { fileName, projectDirectory: ".", module: "esm" });
  if (diagnostics.length > 0) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  const show = `
    const text = traces();
    if (typeof document === "object") document.querySelector("pre").textContent = text;
    else console.log(text);`;
  const { outputFiles } = await build({
    stdin: { contents: code + show, resolveDir: root, sourcefile: fileName },
    bundle: true,
    format: "iife",
    platform: "browser",
    target: "es2022",
    write: false,
  });
  const script = outputFiles[0].text;
  write(workshop, {
    "traces.cjs": script,
    "traces.html": `<!doctype html><meta charset="utf-8"><pre></pre><script>${script.replaceAll("</script", "<\\/script")}</script>`,
  });
}

function compare(title, { passed, stdout, output }) {
  const same = passed && stdout === expected;
  results.push(same);
  console.log(`${same ? "same  " : "DIFFERS"} ${title}: ${sha256(stdout)}, ${stdout.length} characters`);
  if (!same) console.log(passed ? firstDifference(stdout) : output);
  process.env.TZ = zones[results.length % zones.length];
}

function firstDifference(text) {
  const lines = text.split("\n");
  const wanted = expected.split("\n");
  const at = wanted.findIndex((line, i) => line !== lines[i]);
  return `  line ${at + 1}: ${lines[at]}\n  instead of: ${wanted[at]}`;
}

function sha256(text) {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

must(root, process.execPath, "scripts/build.mjs");
await bundle();
const expected = must(workshop, process.execPath, "traces.cjs");
console.log(`this Node, ${process.version}: ${sha256(expected)}, ${expected.length} characters`);
const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(groups);
try {
  for (const group of wanted) groups[group]();
} finally {
  rmSync(workshop, { recursive: true, force: true, maxRetries: 5 });
}

const differing = results.filter((same) => !same).length;
console.log(`\n${results.length - differing} the same, ${differing} different`);
process.exit(differing === 0 ? 0 : 1);
