// Every workload with every contender, one workload after the other, contenders interleaved.
import { spawnSync } from "node:child_process";
import { cpus } from "node:os";
import { root } from "../scripts/lib.mjs";
import { baselineOf, contenders as allContenders } from "./contenders.mjs";
import { detect } from "./harness/detect.mjs";
import { interleave } from "./harness/interleave.mjs";
import { select } from "./harness/options.mjs";
import { Results } from "./harness/results.mjs";
import { WorkFolder } from "./harness/work-folder.mjs";
import { judge, report } from "./report.mjs";
import { sizeOf, workloads as allWorkloads } from "./workloads.mjs";

function chosenContenders(options) {
  const chosen = select(allContenders, options.contenders);
  const { contenders, notes } = detect(chosen);
  const again = options.base === undefined ? [] : contenders.filter(({ ours }) => ours).map(baselineOf);
  return { contenders: [...contenders, ...again], notes };
}

/** By hand, a contender has what it has; variants that show a cost are not everywhere; Python's start-up is no topic. */
async function takesPart(contender, workload, place) {
  if (contender.omits?.[workload.name] !== undefined) return false;
  if (contender.workloads !== undefined && !contender.workloads.includes(workload.name)) return false;
  if (contender.python !== undefined) return workload.measure !== "startup" && workload.name !== "hot";
  if (contender.byHand === undefined) return true;
  return workload.source in (await import(place));
}

export async function runWorkloads(options) {
  const { contenders, notes } = chosenContenders(options);
  const workloads = select(allWorkloads, options.only);
  for (const { title, omits = {} } of contenders)
    for (const { name } of workloads) if (name in omits) notes.push(`${title}: left out of ${name}: ${omits[name]}.`);
  const results = new Results();
  const folder = new WorkFolder();
  try {
    await folder.take("build", options.checkout ?? root);
    if (options.base !== undefined) await folder.take("base", options.base);
    const places = new Map(contenders.map((contender) => [contender, folder.add(contender, workloads)]));
    for (const workload of workloads) {
      const size = sizeOf(workload, options.quick);
      const entries = [];
      for (const contender of contenders) {
        const place = places.get(contender);
        if (!(await takesPart(contender, workload, place))) continue;
        entries.push({ contender, workload, place, size, expected: workload.expected(size) });
      }
      const began = performance.now();
      for (const { contender, figures, failure } of await interleave(entries, options))
        results.add(workload.name, contender.name, figures, failure);
      console.error(`${workload.name}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
    }
  } finally {
    folder.remove();
  }
  const version = spawnSync(options.node, ["--version"], { encoding: "utf8" }).stdout.trim();
  const heading = `Node ${version}, ${options.rounds} interleaved rounds${options.quick ? ", quick" : ""}`;
  return {
    text: `${heading}\n\n${report({ results, contenders, workloads, notes })}`,
    json: {
      node: version,
      processors: cpus().length,
      rounds: options.rounds,
      quick: options.quick,
      contenders: contenders.map(({ name, title, version: python }) => ({ name, title, python })),
      figures: results,
      targets: judge(results, workloads),
      notes: [...notes, ...results.failures],
    },
  };
}
