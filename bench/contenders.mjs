// Who takes part: how each compiles the workloads, what it links them with (a file of kits/), what its process loads
// first. `omits` says why a workload is left out. `group: "costs"` are variants of ours that show what something costs; they are compared with `task exact` only.
import { compileBabel, compileOurs, compileTypeScript } from "./compile.mjs";

const typescript = (target) => (text, file) => compileTypeScript(text, file, target);
const ours = (options) => (text, file, built) => compileOurs(text, file, built, options);

/** Workloads on which the cost of debug mode and the like is shown. */
const costs = { group: "costs", workloads: ["mid", "try", "tasks", "handler"] };

export const contenders = [
  { name: "native", title: "native async/await", kit: "native", compile: typescript("ES2022") },
  { name: "native-als", title: "native, AsyncLocalStorage active", kit: "als", compile: typescript("ES2022") },
  { name: "ts-es2015", title: "TypeScript → ES2015 (__awaiter)", kit: "native", compile: typescript("ES2015") },
  {
    name: "ts-es2015-zone",
    title: "the same, zone.js loaded",
    kit: "zone",
    compile: typescript("ES2015"),
    preload: "zone.js/node",
  },
  { name: "ts-es5", title: "TypeScript → ES5", kit: "native", compile: typescript("ES5") },
  { name: "regenerator", title: "Babel regenerator", kit: "native", compile: compileBabel },
  {
    name: "effection",
    title: "Effection 4",
    byHand: "effection.mjs",
    // Its time grows faster than the number of children.
    omits: { gather: "25,000 take seconds, 100,000 minutes" },
  },
  { name: "effect", title: "Effect 4", byHand: "effect.mjs" },
  { name: "exact", title: "ours, task, exact", kit: "tsyncio-exact", compile: ours({ returns: "task" }), ours: true },
  {
    name: "relaxed",
    title: "ours, task, relaxed",
    kit: "tsyncio-task",
    compile: ours({ returns: "task", order: "relaxed" }),
    ours: true,
  },
  {
    name: "coroutine",
    title: "ours, coroutine",
    kit: "tsyncio-coroutine",
    compile: ours({ returns: "coroutine" }),
    ours: true,
  },
  { name: "asyncio", title: "CPython asyncio", python: "asyncio", byHand: "workloads.py" },
  { name: "uvloop", title: "CPython uvloop", python: "uvloop", byHand: "workloads.py" },
  {
    name: "exact-debug",
    title: "ours, exact, debug mode",
    kit: "tsyncio-debug",
    compile: ours({ returns: "task" }),
    ours: true,
    ...costs,
  },
  {
    name: "exact-instrument",
    title: "ours, exact, an instrument",
    kit: "tsyncio-instrument",
    compile: ours({ returns: "task" }),
    ours: true,
    ...costs,
  },
  {
    name: "exact-als",
    title: "ours, exact, AsyncLocalStorage active",
    kit: "tsyncio-als",
    compile: ours({ returns: "task" }),
    ours: true,
    ...costs,
  },
];

/** Ours again, from another build, for comparing a change with what was before it. */
export function baselineOf(contender) {
  return { ...contender, name: `${contender.name}@base`, title: `${contender.title} (base)`, base: true };
}
