/**
 * `simulate`: runs a program in a world of its own, to its end, before it returns.
 *
 *     const { value, trace } = simulate(main, { seed: 7, policy: "random" });
 *
 * The program sees virtual time and chance out of the seed, wherever it looks (`setTimeout`, `Date`, `Math.random` …), so
 * what it does is a function of (program, seed): the same today, tomorrow, on every engine. Whatever real time would have
 * decided is a choice of the policy; the choices are recorded and can be played back.
 *
 * Prior art: FoundationDB's simulation, trio's `MockClock` and seeded scheduling, madsim and shuttle (Rust).
 */
import { NotCompiledError } from "../core/errors.js";
import { platform } from "../hosts/platform.js";
import { ArgumentError } from "../primitives/argument-error.js";
import { SimulationError, SimulationStateError } from "./errors.js";
import { fifo, type Policy, RandomPolicy } from "./policy.js";
import { Random } from "./random.js";
import { Replay } from "./replay.js";
import { Schedule } from "./schedule.js";
import { ScheduleMismatchError } from "./schedule-errors.js";
import { active, newParts, type Parts, Simulation, type SimulatedMain, type WorldSettings } from "./simulation.js";
import { Trace } from "./trace-text.js";
import { VirtualGlobals } from "./virtual-globals.js";
import { defaultEpoch } from "./world.js";

/** What makes a world. */
export interface WorldOptions {
  /** How many steps a run may take before it fails with `LivelockError`; 1,000,000 by default. */
  readonly maxSteps?: number | undefined;
  /** What `Date` shows at the beginning: a date, or milliseconds since 1970. 2000-01-01T00:00:00Z by default. */
  readonly startDate?: Date | number | undefined;
  /** False: no trace is kept. It costs little; true by default. */
  readonly trace?: boolean | undefined;
  /** Told every warning, once. By default warnings are printed. */
  readonly onWarning?: ((message: string) => void) | undefined;
}

/** Options of {@link simulate}. */
export interface SimulateOptions extends WorldOptions {
  /** Where all chance comes from, for the program and for the policy; 0 by default. */
  readonly seed?: number | undefined;
  /**
   * Who decides what happens first: `"fifo"` (default; as on a real loop), `"random"` (out of the seed), or a policy of your
   * own.
   */
  readonly policy?: "fifo" | "random" | Policy | undefined;
  /** A recorded schedule to play back; seed and policy are its own then. */
  readonly schedule?: Schedule | string | undefined;
}

/** What a run gives. */
export interface SimulationResult<T> {
  /** What main returned. */
  readonly value: T;
  /** What happened. */
  readonly trace: Trace;
  /** The choices that were made: `simulate(main, { schedule })` repeats them. */
  readonly schedule: Schedule;
  /** What the program was warned of: native promises it met, coroutines it never awaited. */
  readonly warnings: readonly string[];
  /** Virtual milliseconds that passed. */
  readonly time: number;
}

/**
 * Runs `main` in a simulated world and returns when it has ended and everything it started has been cleaned up.
 *
 * @throws {SimulationError} when the program fails; `cause` is what it failed with: its own error, a failure that nobody
 *   looked at, a `DeadlockError` (with who waits for whom), a `LivelockError`.
 * @throws {ScheduleMismatchError} when the program does not fit the schedule to be played back.
 * @throws {ScheduleFormatError} when `schedule` is no schedule.
 * @throws {ArgumentError} when both a schedule and a seed or policy are given, or an option has no meaning.
 * @throws {SimulationStateError} inside a simulation.
 */
export function simulate<T>(main: SimulatedMain<T>, options: SimulateOptions = {}): SimulationResult<T> {
  checkMain(main, "simulate");
  const settings = settingsOf(options);
  const parts = newParts();
  const { seed, policy } = decide(options, parts);
  checkNoSimulation("simulate");
  const simulation = new Simulation(seed, policy, settings, parts);
  const globals = new VirtualGlobals(simulation);
  globals.install();
  try {
    const outcome = simulation.run(main);
    if ("error" in outcome) throw failure(simulation, outcome.error);
    return { value: outcome.value, ...reportOf(simulation) };
  } finally {
    globals.restore();
  }
}

/** What is known of a finished run. */
export function reportOf(simulation: Simulation): Omit<SimulationResult<unknown>, "value"> {
  return {
    trace: new Trace(simulation.trace),
    schedule: simulation.schedule(),
    warnings: simulation.warnings,
    time: simulation.endTime,
  };
}

/** The error a failed run ends with. */
export function failure(simulation: Simulation, error: unknown): Error {
  const ours = error instanceof ScheduleMismatchError || error instanceof NotCompiledError;
  return ours ? error : new SimulationError({ error, ...reportOf(simulation) });
}

function decide({ seed, policy, schedule }: SimulateOptions, parts: Parts): { seed: number; policy: Policy } {
  if (schedule === undefined) {
    const chosen = checkedSeed(seed ?? 0);
    return { seed: chosen, policy: policyOf(policy ?? "fifo", chosen) };
  }
  if (seed !== undefined || policy !== undefined) {
    throw new ArgumentError("give a schedule, or a seed and a policy: a schedule has both already");
  }
  const recorded = typeof schedule === "string" ? Schedule.parse(schedule) : schedule;
  return { seed: recorded.seed, policy: new Replay(recorded, () => parts.recorder.steps) };
}

/** The policy meant. */
export function policyOf(policy: "fifo" | "random" | Policy, seed: number): Policy {
  if (policy === "fifo") return fifo;
  if (policy === "random") return new RandomPolicy(new Random(seed));
  if (typeof policy === "object" && typeof policy.choose === "function") return policy;
  throw new ArgumentError(`policy must be "fifo", "random" or an object with a choose function; got ${String(policy)}`);
}

/** The settings asked for, or those that are usual. */
export function settingsOf(options: WorldOptions): WorldSettings {
  const { maxSteps = 1_000_000, startDate = defaultEpoch, trace = true, onWarning = printed } = options;
  const epoch = Number(startDate);
  if (!Number.isFinite(epoch)) throw new ArgumentError("startDate must be a valid date, or milliseconds since 1970");
  if (!(maxSteps >= 1))
    throw new ArgumentError(`maxSteps must be a number of steps, 1 or more; got ${String(maxSteps)}`);
  return { epoch, maxSteps, trace, onWarning };
}

function printed(message: string): void {
  platform.console?.warn(message);
}

/** Refuses what cannot be a seed. */
export function checkedSeed(seed: number): number {
  if (typeof seed === "number" && Number.isFinite(seed)) return seed;
  throw new ArgumentError(`a seed must be a finite number; got ${String(seed)}`);
}

/** Refuses what is no function. */
export function checkMain(main: unknown, what: string): void {
  if (typeof main === "function") return;
  throw new ArgumentError(`${what} needs the function that starts the program, ${what}(main), not what it returns`);
}

/** Refuses to begin inside the program under test. */
export function checkNoSimulation(what: string): void {
  if (active.simulation === null) return;
  throw new SimulationStateError(`${what}() was called inside the program under test: a simulation runs already`);
}
