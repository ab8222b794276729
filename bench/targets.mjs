// The targets, as functions of the measured ratios. Every line says what it is about, what was wanted, what was found.
//
// "The await workloads" are those with the role "await" in workloads.mjs. A mean is taken over those of them that the
// other contender has.
import { workloads } from "./workloads.mjs";

const awaits = workloads.filter(({ role }) => role === "await").map(({ name }) => name);
const calls = ["mid", "fib"];

const number = (value) => value.toFixed(2);

function common(results, names, other, ours) {
  return names.filter((name) => results.ratio(name, other, ours) !== undefined);
}

function meanTarget(title, other, ours, wanted, { names = awaits, worst } = {}) {
  return (results, measured) => {
    const here = common(results, names, other, ours);
    // A mean over a selection of workloads is no mean of the target's.
    const complete = names.filter((name) => measured.includes(name)).length === names.length;
    if (here.length === 0) return undefined;
    const mean = results.mean(here, other, ours);
    const met = mean.value >= wanted && (worst === undefined || mean.worst >= worst);
    const count = here.length === names.length ? "" : `, ${here.length} of ${names.length} workloads`;
    const found = `${number(mean.value)} (lowest ${number(mean.worst)}, ${mean.worstOf}${count})`;
    const limit = worst === undefined ? `≥ ${wanted}` : `≥ ${wanted}, none < ${worst}`;
    return { title, wanted: limit, found, met: complete ? met : undefined };
  };
}

function ratioTarget(title, workload, other, ours, wanted) {
  return (results) => {
    const ratio = results.ratio(workload, other, ours);
    if (ratio === undefined) return undefined;
    return { title, wanted: `≥ ${wanted}`, found: number(ratio.value), met: ratio.value >= wanted };
  };
}

/** Ours as a share of the other's. */
function shareTarget(title, workload, other, ours, wanted) {
  return (results) => {
    const ratio = results.ratio(workload, other, ours);
    if (ratio === undefined) return undefined;
    return { title, wanted: `≤ ${wanted}`, found: number(1 / ratio.value), met: 1 / ratio.value <= wanted };
  };
}

export const targets = [
  meanTarget("exact: native ÷ ours", "native", "exact", 1, { worst: 0.7 }),
  meanTarget("relaxed: native ÷ ours", "native", "relaxed", 1.7),
  meanTarget("coroutine: native ÷ ours", "native", "coroutine", 3),
  meanTarget("coroutine: Effection ÷ ours", "effection", "coroutine", 1.3),
  meanTarget("coroutine, calls (mid, fib): Effect ÷ ours", "effect", "coroutine", 8, { names: calls }),
  meanTarget("exact, contexts on: native with AsyncLocalStorage ÷ ours", "native-als", "exact", 1.5),
  meanTarget("exact: __awaiter with zone.js ÷ ours", "ts-es2015-zone", "exact", 25),
  meanTarget("coroutine: __awaiter with zone.js ÷ ours", "ts-es2015-zone", "coroutine", 25),
  ...["exact", "relaxed", "coroutine"].flatMap((ours) => [
    ratioTarget(`${ours}, 10,000 tasks × 10 switches: native ÷ ours`, "tasks", "native", ours, 3),
    ratioTarget(`${ours}, 10,000 tasks × 10 switches: asyncio ÷ ours`, "tasks", "asyncio", ours, 40),
  ]),
  ...["exact", "relaxed", "coroutine"].map((ours) =>
    shareTarget(`${ours}: bytes per suspended task, ours ÷ native`, "held", "native", ours, 0.6),
  ),
  ...["exact", "relaxed", "coroutine"].map((ours) =>
    shareTarget(`${ours}: hot loop, ours ÷ native`, "hot", "native", ours, 1.05),
  ),
];
