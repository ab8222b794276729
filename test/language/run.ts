/**
 * Runs one program and waits until nothing is left to happen.
 *
 * A metronome counts rounds of the microtask queue: a chain of native reactions, one a round. A compiled
 * program that keeps ECMAScript's order tick for tick writes every line in the same round as the engine does.
 */
import type { Outcome, Program } from "./fixture.js";
import { makeKit } from "./kit.js";
import { show } from "./show.js";

/** After this many turns of the host's event loop a program that has not settled never will. */
const patience = 50;
/** And this many turns are given to what goes on after it settled. */
const aftermath = 2;
/** Rounds the metronome counts at most, so that turns of the host's loop come round. */
const maxRounds = 400;

export async function runProgram(program: Program, isCompiled: boolean): Promise<Outcome> {
  const log: string[] = [];
  const rounds: number[] = [];
  let result = "";
  let round = 0;

  const count = (): void => {
    if (++round < maxRounds) Promise.resolve().then(count);
  };
  const note = (...values: unknown[]): unknown => {
    log.push(values.map((value) => show(value)).join(" "));
    rounds.push(round);
    return values.at(-1);
  };
  const settle = (kind: string, value: unknown): void => {
    if (result !== "") log.push("settled twice");
    result = `${kind} ${show(value, 1)}`;
  };

  const unhandled = (reason: unknown): void => void log.push(`unhandled ${show(reason)}`);
  process.on("unhandledRejection", unhandled);
  try {
    Promise.resolve().then(count);
    try {
      subscribe(program(note, makeKit(isCompiled)), settle);
    } catch (error) {
      settle("threw", error);
    }
    for (let turn = 0; result === "" && turn < patience; turn++) await hostTurn();
    for (let turn = 0; turn < aftermath; turn++) await hostTurn();
  } finally {
    process.off("unhandledRejection", unhandled);
  }
  return { result: result === "" ? "never settled" : result, log, rounds };
}

function subscribe(given: unknown, settle: (kind: string, value: unknown) => void): void {
  const thenable = given as {
    then?: (onFulfilled: (value: unknown) => void, onRejected: (error: unknown) => void) => void;
  } | null;
  if (typeof thenable?.then !== "function") return settle("returned", given);
  thenable.then(
    (value) => settle("returned", value),
    (error) => settle("rejected", error),
  );
}

function hostTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
