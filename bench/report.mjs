// What `npm run bench` prints: medians, ratios against each of our three modes, costs, targets.
import { table, withSpread } from "./harness/table.mjs";
import { targets } from "./targets.mjs";

const modes = ["exact", "relaxed", "coroutine"];

function header(workloads) {
  return workloads.map(({ name }) => name);
}

function medians(results, contenders, workloads) {
  const unit = ({ measure }) => (measure === "bytes" ? "bytes" : "ms");
  const rows = contenders.map(({ name, title }) => [
    title,
    ...workloads.map((workload) => withSpread(results.time(workload.name, name))),
  ]);
  return table(["median", ...workloads.map((workload) => `${workload.name} (${unit(workload)})`)], rows);
}

function ratios(results, contenders, workloads, ours) {
  const awaits = workloads.filter(({ role }) => role === "await").map(({ name }) => name);
  const rows = contenders
    .filter(({ name }) => name !== ours)
    .map(({ name, title }) => {
      const common = awaits.filter((workload) => results.ratio(workload, name, ours) !== undefined);
      const mean = common.length === 0 ? undefined : results.mean(common, name, ours).value.toFixed(2);
      return [title, mean, ...workloads.map((workload) => withSpread(results.ratio(workload.name, name, ours)))];
    });
  return table([`÷ ours, ${ours}`, "mean of awaits", ...header(workloads)], rows);
}

function costs(results, contenders, workloads) {
  const shown = workloads.filter(({ name }) => contenders.some((one) => results.figures(name, one.name)));
  const rows = contenders.map(({ name, title }) => [
    title,
    ...shown.map((workload) => withSpread(results.ratio(workload.name, name, "exact"))),
  ]);
  return table(["cost, as a multiple of exact", ...header(shown)], rows);
}

export function judge(results, workloads) {
  const measured = workloads.map(({ name }) => name);
  return targets.map((target) => target(results, measured)).filter((line) => line !== undefined);
}

/** The whole report, as Markdown. */
export function report({ results, contenders, workloads, notes }) {
  const main = contenders.filter(({ group }) => group !== "costs");
  const extra = contenders.filter(({ group }) => group === "costs");
  const names = contenders.map(({ name }) => name);
  const parts = [medians(results, main, workloads)];
  for (const ours of modes.filter((name) => names.includes(name))) parts.push(ratios(results, main, workloads, ours));
  if (extra.length > 0 && names.includes("exact")) parts.push(costs(results, extra, workloads));
  const lines = judge(results, workloads).map(({ title, wanted, found, met }) => [
    title,
    wanted,
    found,
    met === undefined ? "(partial)" : met ? "met" : "MISSED",
  ]);
  if (lines.length > 0) parts.push(table(["target (other ÷ ours unless said)", "wanted", "found", ""], lines));
  const remarks = [...notes, ...results.failures.map((failure) => `Failed: ${failure}`)];
  if (remarks.length > 0) parts.push(remarks.map((note) => `- ${note}`).join("\n"));
  return parts.join("\n\n");
}
