/**
 * What the program under test (or rather the fakes it is given) may ask of the simulation it runs in.
 */
import { SimulationStateError } from "./errors.js";
import type { Label } from "./policy.js";
import { active, type Simulation } from "./simulation.js";

/**
 * Leaves something open to the policy: one of `n` possibilities. Under `fifo` it is 0, so 0 should be the usual one.
 *
 *     if (choose("packet", 2, (i) => ["arrives", "is lost"][i]) === 1) return;
 *
 * @param kind what is open, for schedules and traces
 * @param n how many possibilities there are, 1 or more
 * @param label names a possibility; its number when left out
 * @returns an integer from 0 to `n` - 1
 * @throws {SimulationStateError} outside of simulations
 * @throws {RangeError} when `n` is no positive integer
 */
export function choose(kind: string, n: number, label: Label = String): number {
  if (!Number.isInteger(n) || n < 1) throw new RangeError(`choose needs 1 or more possibilities; got ${String(n)}`);
  const simulation = here("choose");
  return n === 1 ? 0 : simulation.choose(kind, n, label);
}

/**
 * Puts a line into the trace. Does nothing outside of simulations.
 *
 * @param text should hold nothing an engine words (stacks, messages of the engine's own errors)
 */
export function note(text: string): void {
  active.simulation?.note(text);
}

/** Whether code runs in a simulation. */
export function isSimulated(): boolean {
  return active.simulation !== null;
}

function here(what: string): Simulation {
  if (active.simulation !== null) return active.simulation;
  throw new SimulationStateError(`${what}() was called outside of a simulation: it needs simulate() or explore()`);
}
