// `npm run bench:compiler`: time and memory of compiling files of 100 to 20,000 lines, and the sizes of what comes out.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../../scripts/lib.mjs";
import { Partner } from "../harness/partner.mjs";
import { select } from "../harness/options.mjs";
import { Results } from "../harness/results.mjs";
import { median } from "../harness/statistics.mjs";
import { short, table, withSpread } from "../harness/table.mjs";
import { WorkFolder } from "../harness/work-folder.mjs";
import { bundleSizes, outputSizes } from "./sizes.mjs";
import { tools } from "./tools.mjs";

const allLines = [100, 1_000, 5_000, 20_000];
const processKey = (lines) => `process ${lines}`;
const child = join(new URL(".", import.meta.url).pathname, "child.mjs");

/** All tools on a file of so many lines, interleaved; returns the peak of memory each added. */
async function measure(lines, names, build, { node, rounds, budget }, results) {
  const partners = new Map();
  const peaks = {};
  try {
    for (const tool of names) partners.set(tool, new Partner(node, [child, JSON.stringify({ tool, lines, build })]));
    const figures = new Map(names.map((tool) => [tool, []]));
    for (let round = -1; round < rounds; round++) {
      const first = (round + 1) % names.length;
      for (const tool of [...names.slice(first), ...names.slice(0, first)]) {
        const { ms, peak } = await partners.get(tool).ask({ budget });
        if (round < 0) peaks[tool] = peak;
        else figures.get(tool).push(ms);
      }
    }
    for (const [tool, found] of figures) results.add(String(lines), tool, found);
  } finally {
    for (const partner of partners.values()) partner.close();
  }
  return peaks;
}

/** Whole processes: each compiles the file once, from start to end. */
async function measureProcesses(lines, names, build, { node, rounds }, results) {
  const figures = new Map(names.map((tool) => [tool, []]));
  const peaks = new Map(names.map((tool) => [tool, []]));
  for (let round = 0; round < rounds; round++) {
    for (const tool of round % 2 === 0 ? names : [...names].reverse()) {
      const partner = new Partner(node, [child, JSON.stringify({ tool, lines, build, once: true })]);
      const { ms, peak } = await partner.read();
      partner.close();
      figures.get(tool).push(ms);
      peaks.get(tool).push(peak);
    }
  }
  for (const [tool, found] of figures) results.add(processKey(lines), tool, found);
  return Object.fromEntries([...peaks].map(([tool, found]) => [tool, median(found)]));
}

const pairs = [
  ["emit ours", "emit plain", "tsc emit, types checked"],
  ["transpile ours", "transpile plain", "transpile only"],
  ["babel ours", "babel regenerator", "Babel, ours and regenerator"],
];

function timeTable(results, names, lines, title = "ms (median), warm process", keyOf = String) {
  const rows = names.map((tool) => [tool, ...lines.map((count) => withSpread(results.time(keyOf(count), tool)))]);
  for (const [ours, other, pair] of pairs) {
    const found = lines.map((count) => results.ratio(keyOf(count), ours, other));
    if (found.some((ratio) => ratio !== undefined)) rows.push([`${pair}: ours ÷ other`, ...found.map(withSpread)]);
  }
  return table([title, ...lines.map((count) => `${count} lines`)], rows);
}

function growthTable(results, names, lines) {
  const perThousand = (count, tool) => (results.time(String(count), tool).value / count) * 1000;
  const rows = names.map((tool) => [tool, ...lines.map((count) => short(perThousand(count, tool)))]);
  return table(["ms per 1,000 lines", ...lines.map((count) => `${count} lines`)], rows);
}

function sizeTable(title, sizes) {
  const ours = sizes["transpile ours"];
  const rows = Object.entries(sizes).map(([tool, { raw, gzip, minifiedGzip }]) => [
    tool,
    raw,
    gzip,
    minifiedGzip,
    short(ours.raw / raw),
    short(ours.gzip / gzip),
    short(ours.minifiedGzip / minifiedGzip),
  ]);
  return table([`output: ${title}`, "raw", "gzip", "min+gzip", "ours ÷ it, raw", "gzip", "min+gzip"], rows);
}

function bundleTable({ taskOnly, withRun }) {
  const rows = taskOnly.modules.slice(0, 30).map(([name, bytes]) => [name, bytes]);
  const heads = [
    ["task-only program, min+gzip", taskOnly.gzip],
    ["task-only program, min", taskOnly.bytes],
    ["with run, sleep and gather, min+gzip", withRun.gzip],
  ];
  return table(["bundle of the runtime", "bytes"], [...heads, ...rows]);
}

function verdicts(results, lines, sizes, bundles) {
  const met = (good) => (good ? "met" : "MISSED");
  const rows = [];
  const worst = (ours, other, keyOf = String) => {
    const found = lines.map((count) => results.ratio(keyOf(count), ours, other)?.value);
    return found.includes(undefined) ? undefined : Math.max(...found);
  };
  for (const [title, keyOf] of [
    ["tsc with ours ÷ plain, whole process, worst size", processKey],
    ["tsc with ours ÷ plain, warm process, worst size", String],
  ]) {
    const emit = worst("emit ours", "emit plain", keyOf);
    if (emit !== undefined) rows.push([title, "≤ 1.25", short(emit), met(emit <= 1.25)]);
  }
  const babel = worst("babel ours", "babel regenerator");
  if (babel !== undefined) rows.push(["Babel, ours ÷ regenerator, worst size", "< 1", short(babel), met(babel < 1)]);
  const [small, large] = [1_000, lines.at(-1)];
  const speed = (count) => results.time(String(count), "emit ours")?.value / count;
  const growth = speed(large) / speed(small);
  if (lines.includes(1_000) && large > 1_000)
    rows.push([`time per line at ${large} lines ÷ at ${small}`, "≤ 1.2", short(growth), met(growth <= 1.2)]);
  for (const [name, title] of [
    ["transpile ES5", "TypeScript ES5"],
    ["babel regenerator", "regenerator"],
  ]) {
    for (const [text, found] of Object.entries(sizes)) {
      const share = found["transpile ours"].gzip / found[name].gzip;
      rows.push([`output, gzipped, ours ÷ ${title}: ${text}`, "≤ 0.7", short(share), met(share <= 0.7)]);
    }
  }
  const { gzip } = bundles.taskOnly;
  rows.push(["runtime of a task-only program, min+gzip", "≤ 8192", gzip, met(gzip <= 8192)]);
  return table(["target", "wanted", "found", ""], rows);
}

export async function runCompiler(options) {
  const lines = options.quick ? allLines.slice(0, 3) : allLines;
  const names = select(
    Object.keys(tools).map((name) => ({ name })),
    options.contenders,
  ).map(({ name }) => name);
  const results = new Results();
  const folder = new WorkFolder();
  try {
    await folder.take("build", options.checkout ?? root);
    const build = folder.packageOf("build");
    const sizes = await outputSizes(build);
    const bundles = await bundleSizes(build);
    const peaks = {};
    for (const count of lines) peaks[count] = await measure(count, names, build, options, results);
    const processes = names.filter((name) => /^(emit|babel) (ours|plain|regenerator)$/.test(name));
    const processPeaks = {};
    for (const count of lines) processPeaks[count] = await measureProcesses(count, processes, build, options, results);
    const memory = names.map((tool) => [tool, ...lines.map((count) => short(peaks[count][tool]))]);
    const version = spawnSync(options.node, ["--version"], { encoding: "utf8" }).stdout.trim();
    const text = [
      `Node ${version}, ${options.rounds} interleaved rounds; a third of the functions are async`,
      timeTable(results, names, lines),
      growthTable(results, names, lines),
      timeTable(results, processes, lines, "ms (median), whole process", processKey),
      table(
        ["MB of memory, whole process (peak)", ...lines.map((count) => `${count} lines`)],
        processes.map((tool) => [tool, ...lines.map((count) => short(processPeaks[count][tool]))]),
      ),
      table(["MB of memory the first compilation added", ...lines.map((count) => `${count} lines`)], memory),
      ...Object.entries(sizes).map(([title, found]) => sizeTable(title, found)),
      bundleTable(bundles),
      verdicts(results, lines, sizes, bundles),
    ].join("\n\n");
    return {
      text,
      json: { node: version, rounds: options.rounds, figures: results, peaks, processPeaks, sizes, bundles },
    };
  } finally {
    folder.remove();
  }
}
