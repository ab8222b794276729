// Measures one workload with all contenders side by side.
//
// Each contender has a fresh process of its own, so that no one's type feedback, heap or patched globals meet another's.
// Rounds are interleaved across these processes (A B C, C A B, …): what the machine does meanwhile is everybody's, and a
// ratio is taken within a round before the median is taken over rounds. The processes are replaced a few times on the way:
// the engine optimises the same code well in one process and badly in another, and one process would be a throw of a coin.
// Inside a round tinybench does the sampling. It cannot interleave, nor can mitata: both run one benchmark to its end in the
// process of all others. (And mitata's own array of 8 MB for each sampling sets off a collection in the middle of it.)
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createRequire } from "node:module";
import { Partner } from "./partner.mjs";

const require = createRequire(import.meta.url);
const child = new URL("child.mjs", import.meta.url).pathname;
const url = (path) => pathToFileURL(path).href;

function jobOf({ contender, workload, place, size }) {
  const job = { measure: workload.measure, size };
  if (contender.byHand !== undefined) return { ...job, kit: url(place), module: url(place), export: workload.source };
  const preload = contender.preload === undefined ? undefined : url(require.resolve(contender.preload));
  const module = url(join(place, `${workload.source}.mjs`));
  return { ...job, preload, kit: url(join(place, "kit.mjs")), module, export: "main" };
}

/**
 * While others have their turn a process does nothing, for up to a minute; V8 takes that for a reason to give memory back
 * and forget compiled code, and what would be measured next is how it recovers.
 */
const engineFlags = ["--expose-gc", "--no-memory-reducer"];

/** Starts an entry's process. `flags` are for Node. */
export function launch(entry, node, flags = []) {
  const { contender, place, workload, size } = entry;
  if (contender.python !== undefined) {
    const job = { loop: contender.python, workload: workload.source, measure: workload.measure, size };
    return new Partner(contender.command, [place, JSON.stringify(job)]);
  }
  return new Partner(node, [...engineFlags, ...flags, child, JSON.stringify(jobOf(entry))]);
}

/**
 * @param entries `{ contender, place, workload, size, expected }`, one per contender
 * @returns per contender its figures by round, or why it has none
 */
export async function interleave(entries, { node, rounds, budget, warmUp, processes }) {
  const running = entries.map((entry) => ({ ...entry, figures: [], failure: undefined, partner: undefined }));
  const live = () => running.filter(({ failure }) => failure === undefined);
  try {
    for (let round = 0; round < rounds; round++) {
      const order = live();
      const first = order.length === 0 ? 0 : round % order.length;
      for (const one of [...order.slice(first), ...order.slice(0, first)]) {
        const count = Math.min(rounds, one.workload.processes ?? processes);
        const isFresh = Math.floor((round * count) / rounds) !== Math.floor(((round - 1) * count) / rounds);
        try {
          if (isFresh) await replace(one, node, warmUp);
          else if (hasToSettle(one, budget)) await measureOnce(one, node, budget);
          one.figures.push(await measureOnce(one, node, budget));
        } catch (error) {
          one.failure = error.message;
          one.partner?.close();
        }
      }
    }
  } finally {
    for (const { partner } of running) partner?.close();
  }
  return running.map(({ contender, figures, failure }) => ({ contender, figures, failure }));
}

/** A new process, warmed up. */
async function replace(one, node, warmUp) {
  one.partner?.close();
  one.partner = undefined;
  // A figure for start-up is a process of its own: there is nothing to warm up.
  if (one.workload.measure !== "startup") await measureOnce(one, node, warmUp);
}

/**
 * A process that has stood still while others had their turn runs for a while before it is measured: its memory has to come
 * back first. (One that takes longer for a single run has done so within it.)
 */
function hasToSettle({ workload, figures }, budget) {
  return workload.measure !== "startup" && workload.measure !== "bytes" && figures.at(-1) < budget;
}

async function measureOnce(one, node, budget) {
  const startup = one.workload.measure === "startup";
  one.partner ??= launch(one, node);
  const answer = startup ? await one.partner.read() : await one.partner.ask({ budget });
  if (startup) {
    one.partner.close();
    one.partner = undefined;
  }
  if (answer.value !== one.expected)
    throw new Error(`${one.contender.name} gave ${answer.value} instead of ${one.expected}`);
  return one.workload.measure === "bytes" ? answer.bytes : answer.ms;
}
