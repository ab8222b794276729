/** The errors of simulations. */
import { TsyncioError } from "../core/errors.js";
import type { Schedule } from "./schedule.js";
import type { Trace } from "./trace-text.js";

/**
 * A simulation took more steps than it may: as a rule because tasks keep waking each other, or a timer repeats for ever.
 * Code `TSYNCIO_LIVELOCK`.
 */
export class LivelockError extends TsyncioError {
  override get code(): string {
    return "TSYNCIO_LIVELOCK";
  }
}

/** A simulation was started, or asked for, where it cannot be. Code `TSYNCIO_SIMULATION_STATE`. */
export class SimulationStateError extends TsyncioError {
  override get code(): string {
    return "TSYNCIO_SIMULATION_STATE";
  }
}

/** What is known of a run that failed. */
export interface FailedRun {
  /** What the program failed with. */
  readonly error: unknown;
  /** The choices up to the failure: `simulate(main, { schedule })` repeats it. */
  readonly schedule: Schedule;
  /** What happened. */
  readonly trace: Trace;
  /** What the program was warned of. */
  readonly warnings: readonly string[];
  /** Virtual milliseconds that had passed. */
  readonly time: number;
}

/**
 * The program under test failed in a simulation. `cause` is what it failed with (a `DeadlockError`, a `LivelockError`, an
 * assertion's error, …), and its text is the beginning of this one's; `schedule` repeats the run. Code
 * `TSYNCIO_SIMULATION`.
 */
export class SimulationError extends TsyncioError implements FailedRun {
  readonly schedule: Schedule;
  readonly trace: Trace;
  readonly warnings: readonly string[];
  readonly time: number;

  /** @internal */
  constructor(run: FailedRun) {
    super(messageOf(run), { cause: run.error });
    this.schedule = run.schedule;
    this.trace = run.trace;
    this.warnings = run.warnings;
    this.time = run.time;
  }

  /** What the program failed with; the same as `cause`. */
  get error(): unknown {
    return this.cause;
  }

  override get code(): string {
    return "TSYNCIO_SIMULATION";
  }
}

function messageOf({ error, schedule, warnings, time }: FailedRun): string {
  const lines = [error instanceof Error ? `${error.name}: ${error.message}` : String(error), ""];
  for (const warning of warnings) lines.push(`warning: ${warning}`);
  lines.push(`seed ${schedule.seed}, ${schedule.policy} schedule, ${schedule.steps} steps, ${time} ms of virtual time`);
  // A livelock is seen again where the run was given up: behind the last step it was allowed.
  const limit = error instanceof LivelockError ? `, maxSteps: ${schedule.steps - 1}` : "";
  lines.push(`to see it again: simulate(main, { schedule: "${schedule.toString()}"${limit} })`);
  return lines.join("\n");
}
