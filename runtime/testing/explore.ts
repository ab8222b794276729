/**
 * `findFailure` and `explore`: the same program under one seed after the other, until it fails.
 *
 *     const found = findFailure(main, { seeds: 1000 });
 *     if (found) console.log(found.schedule.toString(), found.error);
 *
 * Seeds are cheap: the virtual globals are installed once for all of them, and what can be used again is.
 */
import { type FailedRun, SimulationError } from "./errors.js";
import type { Policy } from "./policy.js";
import { RandomPolicy } from "./policy.js";
import { Random } from "./random.js";
import {
  checkedSeed,
  checkMain,
  checkNoSimulation,
  failure,
  policyOf,
  settingsOf,
  type WorldOptions,
} from "./simulate.js";
import { newParts, Simulation, type SimulatedMain } from "./simulation.js";
import { VirtualGlobals } from "./virtual-globals.js";

/** Options of {@link explore} and {@link findFailure}. */
export interface ExploreOptions extends WorldOptions {
  /** How many seeds to try, from 0 on (1,000 by default), or which ones. */
  readonly seeds?: number | Iterable<number> | undefined;
  /** `"random"` (default), or a function that makes a policy for a seed. */
  readonly policy?: "random" | ((seed: number) => Policy) | undefined;
}

/** What an exploration found. */
export interface Exploration {
  /** How many seeds were tried. */
  readonly runs: number;
  /** How many different schedules there were among them. */
  readonly schedules: number;
  /** The first failure; undefined: there was none. */
  readonly failure: SimulationError | undefined;
}

/**
 * Runs `main` under many seeds and fails with the first failure. For tests.
 *
 * @returns how many runs there were
 * @throws {SimulationError} the first failure; its message says how to see it again
 * @throws what `simulate` throws
 */
export function explore(main: SimulatedMain<unknown>, options: ExploreOptions = {}): Exploration {
  const found = search(main, options);
  if (found.failure !== undefined) throw found.failure;
  return found;
}

/**
 * Runs `main` under many seeds until it fails.
 *
 * @returns the first failure; undefined when there was none
 * @throws what `simulate` throws, except the program's failure
 */
export function findFailure(main: SimulatedMain<unknown>, options: ExploreOptions = {}): FailedRun | undefined {
  return search(main, options).failure;
}

function search(main: SimulatedMain<unknown>, options: ExploreOptions): Exploration {
  checkMain(main, "explore");
  checkNoSimulation("explore");
  const settings = settingsOf({ onWarning: () => {}, ...options });
  const policies = policyMaker(options.policy ?? "random");
  const parts = newParts();
  const schedules = new Set<number>();
  let globals: VirtualGlobals | null = null;
  let runs = 0;
  try {
    for (const seed of seedsOf(options.seeds ?? 1000)) {
      const simulation = new Simulation(seed, policies(seed), settings, parts);
      if (globals === null) {
        globals = new VirtualGlobals(simulation);
        globals.install();
      } else globals.enter(simulation);
      const outcome = simulation.run(main);
      runs += 1;
      schedules.add(parts.recorder.fingerprint);
      if (!("error" in outcome)) continue;
      const error = failure(simulation, outcome.error);
      if (error instanceof SimulationError) return { runs, schedules: schedules.size, failure: error };
      throw error;
    }
  } finally {
    globals?.restore();
  }
  return { runs, schedules: schedules.size, failure: undefined };
}

function policyMaker(policy: "random" | ((seed: number) => Policy)): (seed: number) => Policy {
  if (policy !== "random") return (seed) => policyOf(policy(seed), seed);
  const random = new Random(0);
  const made = new RandomPolicy(random);
  return (seed) => {
    random.reseed(seed, 0);
    return made;
  };
}

function* seedsOf(seeds: number | Iterable<number>): IterableIterator<number> {
  if (typeof seeds !== "number") {
    for (const seed of seeds) yield checkedSeed(seed);
  } else {
    checkedSeed(seeds);
    for (let seed = 0; seed < seeds; seed += 1) yield seed;
  }
}
