// `npm run bench -- profile --only WORKLOAD --contenders NAME`: where the time goes. Runs each alone with the engine's
// sampling profiler, prints the functions by their own share of the time, and leaves the profile for a viewer.
import { mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { basename, join } from "node:path";
import { root } from "../scripts/lib.mjs";
import { contenders as all } from "./contenders.mjs";
import { launch } from "./harness/interleave.mjs";
import { select } from "./harness/options.mjs";
import { table } from "./harness/table.mjs";
import { WorkFolder } from "./harness/work-folder.mjs";
import { sizeOf, workloads as allWorkloads } from "./workloads.mjs";

const output = join(root, "bench", "dist", "profiles");

/** Own time per function, as shares of the whole. */
function summarise(file) {
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(file, "utf8"));
  const byId = new Map(nodes.map((node) => [node.id, node.callFrame]));
  const totals = new Map();
  let whole = 0;
  samples.forEach((id, index) => {
    const { functionName, url, lineNumber } = byId.get(id);
    if (functionName === "(idle)" || functionName === "(program)") return;
    const name = `${functionName || "(anonymous)"}  ${basename(url)}${url === "" ? "" : `:${lineNumber + 1}`}`;
    totals.set(name, (totals.get(name) ?? 0) + timeDeltas[index]);
    whole += timeDeltas[index];
  });
  const rows = [...totals].sort((a, b) => b[1] - a[1]).slice(0, 25);
  return rows.map(([name, time]) => [name, `${((100 * time) / whole).toFixed(1)}%`]);
}

export async function profile(options) {
  const contenders = select(all, options.contenders ?? ["exact", "relaxed", "coroutine"]);
  const workloads = select(allWorkloads, options.only).filter(({ measure }) => measure === "time");
  mkdirSync(output, { recursive: true });
  const folder = new WorkFolder();
  const parts = [];
  try {
    await folder.take("build", options.checkout ?? root);
    for (const contender of contenders.filter(({ python }) => python === undefined)) {
      const place = folder.add(contender, workloads);
      for (const workload of workloads) {
        const size = sizeOf(workload, options.quick);
        const before = new Set(readdirSync(output));
        const flags = ["--cpu-prof", "--cpu-prof-interval", "200", "--cpu-prof-dir", output];
        const partner = launch({ contender, workload, place, size }, options.node, flags);
        await partner.ask({ budget: 2000 });
        await partner.finish();
        const made = readdirSync(output).find((name) => !before.has(name));
        const file = join(output, `${contender.name}-${workload.name}.cpuprofile`);
        renameSync(join(output, made), file);
        parts.push(table([`${contender.title}: ${workload.name}`, "own time"], summarise(file)));
      }
    }
  } finally {
    folder.remove();
  }
  return { text: parts.join("\n\n"), json: {} };
}
