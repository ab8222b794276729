/**
 * The policy that repeats a recorded schedule, and refuses at the first choice that is not the recorded one: a replay that
 * drifts silently into another run is worse than none.
 */
import { ScheduleMismatchError } from "./schedule-errors.js";
import type { Label, Policy } from "./policy.js";
import type { EndAware } from "./recorder.js";
import type { Choice, Schedule } from "./schedule.js";

/** Repeats a schedule. */
export class Replay implements Policy, EndAware {
  readonly name: string;
  readonly #schedule: Schedule;
  readonly #stepsSoFar: () => number;
  #next = 0;

  /** @param stepsSoFar how many steps the run has taken */
  constructor(schedule: Schedule, stepsSoFar: () => number) {
    this.name = schedule.policy;
    this.#schedule = schedule;
    this.#stepsSoFar = stepsSoFar;
  }

  /** @throws {ScheduleMismatchError} when this is not the choice that was recorded */
  choose(kind: string, n: number, label: Label): number {
    const { choices, steps: end } = this.#schedule;
    const step = this.#stepsSoFar();
    const recorded = choices[this.#next];
    const number = this.#next + 1;
    if (recorded === undefined) {
      throw mismatch(`the schedule ends after ${count(choices.length, "choice")} and ${count(end, "step")}`, [
        `the program goes on: at step ${step} it offers ${possibilities(kind, n, label)}`,
      ]);
    }
    const fits = recorded.kind === kind && recorded.n === n && recorded.step === step;
    if (!fits || label(recorded.index) !== recorded.label) {
      throw mismatch(`choice ${number} of the schedule is ${describe(recorded)}`, [
        `the program offers at step ${step} ${possibilities(kind, n, label)}`,
      ]);
    }
    this.#next = number;
    return recorded.index;
  }

  /** @throws {ScheduleMismatchError} when the run was shorter or longer than the recorded one */
  finish(steps: number): void {
    const { choices, steps: end } = this.#schedule;
    const missing = choices[this.#next];
    if (missing !== undefined) {
      throw mismatch(`choice ${this.#next + 1} of the schedule is ${describe(missing)}`, [
        `the program ended before it, after ${count(steps, "step")}`,
      ]);
    }
    if (steps !== end) {
      throw mismatch(`the recorded run took ${count(end, "step")}`, [`this one took ${steps}, with the same choices`]);
    }
  }
}

function describe({ step, kind, n, index, label }: Choice): string {
  return `"${label}" (${kind}, number ${index} of ${n}) at step ${step}`;
}

function possibilities(kind: string, n: number, label: Label): string {
  const shown = Math.min(n, 8);
  const names = Array.from({ length: shown }, (_, index) => `"${label(index)}"`).join(", ");
  return `${n} possibilities (${kind}): ${names}${n > shown ? ", …" : ""}`;
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? "" : "s"}`;
}

function mismatch(recorded: string, live: readonly string[]): ScheduleMismatchError {
  return new ScheduleMismatchError(
    `this schedule was recorded from another program, or this program depends on something that is not simulated.\n` +
      `First difference: ${recorded};\n${live.join("\n")}.`,
  );
}
