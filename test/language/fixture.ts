/**
 * What a fixture is.
 *
 * A fixture file exports `cases`: clause → story → program. A program gets a `log` and a {@link Kit}, and
 * returns a value. The engine is the oracle: the file is run as it is (only its types and what Node 20 does
 * not know removed) and compiled by this project, and both must give the same result and the same log.
 *
 *     export const cases = {
 *       "statements/switch": {
 *         "a case test is evaluated only when it is reached": async (log) => { … },
 *       },
 *     };
 *
 * Tables name the stories for which that is not the whole truth:
 *
 * - `eager`:   relies on a call running at once up to its first await, so it differs by definition under
 *              `returns: "coroutine"`. story → reason.
 * - `ordered`: relies on which tick something happens in, so it is compared only under `order: "exact"` with
 *              `returns: "task"`. story → reason. A file of nothing else exports `ordered = "reason"`.
 * - `untimed`: the engine takes other ticks by definition (TypeScript's down-level `await using` does), so only
 *              result and log are compared. story or clause → reason.
 * - `expected`: what must come out where the engine is no oracle: it does not follow ECMAScript yet, or has no such
 *              thing (cancellation). story → log and result; the program is not run natively then.
 *
 * A program must return, not reject: it catches what it wants to show. (A fixture with a mistake in it would
 * otherwise agree with itself for ever.)
 */
import type { Kit } from "./kit.js";

/** Notes its arguments in the log and returns the last one, so that it can stand in any expression. */
export type Log = (...values: unknown[]) => unknown;

export type Program = (log: Log, kit: Kit) => unknown;

export interface FixtureModule {
  readonly cases: Record<string, Record<string, Program>>;
  readonly eager?: Record<string, string>;
  readonly ordered?: string | Record<string, string>;
  readonly untimed?: Record<string, string>;
  readonly expected?: Record<string, string>;
}

/** What a program did. */
export interface Outcome {
  /** "returned 5", "rejected Error: x", or "never settled". */
  readonly result: string;
  /** What it logged, also after it had returned. */
  readonly log: readonly string[];
  /** For every line of the log: how many rounds of the microtask queue had passed when it was written. */
  readonly rounds: readonly number[];
}

/** An outcome as one string, the form in which outcomes are compared and shown. */
export function story(outcome: Outcome): string {
  return [...outcome.log.map((line) => `  ${line}`), `=> ${outcome.result}`].join("\n");
}

/** The same with the round in front of each line. */
export function storyWithRounds(outcome: Outcome): string {
  const lines = outcome.log.map((line, index) => `  ${String(outcome.rounds[index]).padStart(3)} ${line}`);
  return [...lines, `=> ${outcome.result}`].join("\n");
}
