/**
 * One simulated world: a loop on virtual time, whose choices a policy makes and a recorder keeps, with a trace of what
 * happened. `simulate` and `explore` put programs into it; a program asks for the world it is in with `choose` and `note`.
 *
 *     program ──▶ virtual globals ──▶ World ─┐
 *                                            ├─▶ SimulatedLoop ──▶ ReadyPool ──▶ Recorder ──▶ Policy
 *     program ──▶ choose(), note() ──────────┘         └─▶ TraceRecorder
 */
import { Context } from "../core/context.js";
import type { Future } from "../core/future.js";
import { formatAwaitGraph } from "../core/graph.js";
import { Instruments } from "../core/instruments.js";
import { loops } from "../core/loop-core.js";
import { shared } from "../core/registry.js";
import { current } from "../core/root.js";
import { Task } from "../core/task.js";
import type { Runnable } from "../core/runnable.js";
import { SimulatedHost } from "../hosts/simulated.js";
import { startMain } from "../run-main.js";
import { RunScope } from "../run-scope.js";
import { shutDownNow } from "../run-shutdown.js";
import { LivelockError, SimulationStateError } from "./errors.js";
import { foreignWarning } from "./foreign.js";
import { fifo, type Label, type Policy } from "./policy.js";
import { Random } from "./random.js";
import { ReadyPool } from "./ready-pool.js";
import { Recorder } from "./recorder.js";
import type { Schedule } from "./schedule.js";
import { ScheduleMismatchError } from "./schedule-errors.js";
import { type LoopObserver, SimulatedLoop } from "./simulated-loop.js";
import { TraceRecorder } from "./trace.js";
import type { World, WorldTimer } from "./world.js";

/** The simulation that runs; null: none. */
export const active = shared("simulation", () => ({ simulation: null as Simulation | null }));

/** What is the same for many runs of one exploration. */
export interface WorldSettings {
  /** What `Date` shows at the beginning, in milliseconds since 1970. */
  readonly epoch: number;
  /** How many steps a run may take. */
  readonly maxSteps: number;
  /** Whether to record a trace. */
  readonly trace: boolean;
  /** Told every warning. */
  readonly onWarning: (message: string) => void;
}

/** How a run ended. */
export type Outcome<T> = { readonly value: T } | { readonly error: unknown };

/** A program that can be simulated. */
export type SimulatedMain<T> = () => PromiseLike<T> | T;

/** See the top of this file. */
export class Simulation implements World, LoopObserver {
  readonly epoch: number;
  readonly seed: number;
  readonly recorder: Recorder;
  readonly trace: TraceRecorder;
  readonly warnings: string[] = [];
  readonly #settings: WorldSettings;
  readonly #host: SimulatedHost;
  readonly #loop: SimulatedLoop;
  readonly #random: Random;
  #seeded = false;
  #lastTime = 0;
  #endTime = 0;
  #mismatch: ScheduleMismatchError | null = null;

  /** @param parts what may be used again after another run */
  constructor(seed: number, policy: Policy, settings: WorldSettings, parts: Parts) {
    this.epoch = settings.epoch;
    this.seed = seed;
    this.#settings = settings;
    this.#random = parts.chance;
    this.recorder = parts.recorder;
    this.recorder.reset(policy);
    this.trace = parts.trace;
    this.trace.reset();
    parts.pool.clear();
    this.#host = new SimulatedHost({ onWarning: (message) => this.#warn(message) });
    this.#loop = new SimulatedLoop(this.#host, parts.pool, this);
    // Without a trace somebody listens all the same: a loop nobody listens to takes short cuts, and a schedule recorded
    // there would not be that of a run with a trace.
    this.#loop.instruments = settings.trace ? this.trace : deaf;
    if (settings.trace) this.trace.time(0);
  }

  // ---- The world

  now(): number {
    return this.#host.now();
  }

  setTimer(delay: number, callback: () => void): WorldTimer {
    return this.#loop.callLater(delay, callback);
  }

  /** Most programs never ask. */
  get chance(): Random {
    if (!this.#seeded) this.#random.reseed(this.seed, chanceStream);
    this.#seeded = true;
    return this.#random;
  }

  readonly soon = (callback: () => void): void => {
    this.#loop.callSoon(callback);
  };

  // ---- What the loop tells

  chooseEntry(n: number, pool: ReadyPool): number {
    let index: number;
    try {
      index = this.recorder.chooseEntry(n, pool);
    } catch (error) {
      throw this.#noted(error);
    }
    if (this.#settings.trace) this.trace.choice("task", n, index);
    return index;
  }

  beforeEntry(): void {
    if (this.#mismatch !== null) throw this.#mismatch;
    if (++this.recorder.steps > this.#settings.maxSteps) throw this.#livelock();
    const now = this.#host.now();
    if (now === this.#lastTime) return;
    this.#lastTime = now;
    if (this.#settings.trace) this.trace.time(now);
  }

  foreignMet(entry: Runnable | null): void {
    const warning = foreignWarning(entry);
    if (warning !== undefined) this.#warn(warning);
  }

  // ---- What the program tells

  /** A choice of the program. */
  choose(kind: string, n: number, label: Label): number {
    let index: number;
    try {
      index = this.recorder.choose(kind, n, label);
    } catch (error) {
      throw this.#noted(error);
    }
    if (this.#settings.trace) this.trace.choice(`${kind} ${label(index)}`, n, index);
    return index;
  }

  /** Puts a line into the trace. */
  note(text: string): void {
    if (this.#settings.trace) this.trace.note(text);
  }

  // ---- Running

  /** Runs the program to its end and cleans up. */
  run<T>(main: SimulatedMain<T>): Outcome<T> {
    const outerSimulation = active.simulation;
    if (outerSimulation !== null) {
      throw new SimulationStateError(
        "a simulation runs already: simulate() cannot be called inside the program under test",
      );
    }
    active.simulation = this;
    const outerTask = current.enter(null);
    try {
      return this.#run(main);
    } finally {
      active.simulation = null;
      current.leave(outerTask);
    }
  }

  #run<T>(main: SimulatedMain<T>): Outcome<T> {
    let outcome = this.#attempt(() => {
      const value = this.#loop.runUntilComplete(this.#start(main)) as T;
      this.#host.checkUnhandled();
      return value;
    });
    const end = this.#attempt(() => {
      if (this.#mismatch !== null) throw this.#mismatch;
      this.recorder.finish();
    });
    if ("error" in end) outcome = end;
    this.recorder.stop();
    this.#endTime = this.now();
    const cleanUp = this.#attempt(() => this.#cleanUp());
    if ("error" in cleanUp && !("error" in outcome)) outcome = cleanUp;
    return outcome;
  }

  /** Calls main in a context of its own. What is no plain call of a compiled function is left to `run`'s rules. */
  #start<T>(main: SimulatedMain<T>): Future<T> {
    const loop = this.#loop;
    const outer = loops.running;
    loops.running = loop;
    try {
      const begun = new Context().run(main);
      if (begun instanceof Task && begun.loop === loop) return begun as Task<T>;
      return startMain<T>(new RunScope(loop, true), () => begun, {});
    } finally {
      loops.running = outer;
    }
  }

  /** As after `run`: what is left is cancelled, generators are closed. Mostly nothing is left. */
  #cleanUp(): void {
    const loop = this.#loop;
    if (loop.isUntouched) {
      loop.close();
      this.#host.checkUnhandled();
    } else shutDownNow(new RunScope(loop, true));
  }

  /** Virtual milliseconds that had passed when the program ended. */
  get endTime(): number {
    return this.#endTime;
  }

  /** The choices of the program, without those of the clean-up. */
  schedule(): Schedule {
    return this.recorder.schedule(this.seed);
  }

  #attempt<T>(action: () => T): Outcome<T> {
    try {
      return { value: action() };
    } catch (error) {
      return { error };
    }
  }

  /** A mismatch may be thrown where the program would catch it: it is kept, and ends the run at the next step. */
  #noted(error: unknown): unknown {
    if (error instanceof ScheduleMismatchError) this.#mismatch ??= error;
    return error;
  }

  #livelock(): LivelockError {
    const graph = formatAwaitGraph(this.#loop.allTasks(), undefined, "");
    return new LivelockError(
      `the program did not end within ${this.#settings.maxSteps} steps (${this.now()} ms of virtual time): tasks keep waking ` +
        `each other, or a timer repeats for ever. A longer run is allowed with the option maxSteps.\n${graph}`,
    );
  }

  #warn(message: string): void {
    if (this.warnings.includes(message)) return;
    this.warnings.push(message);
    this.#settings.onWarning(message);
  }
}

/** Hears nothing. */
const deaf = new Instruments([], () => {});

/** Which of a seed's streams the program's random numbers come from; the scheduler's is 0. */
const chanceStream = 1;

/** What one run leaves for the next. */
export interface Parts {
  readonly chance: Random;
  readonly recorder: Recorder;
  readonly trace: TraceRecorder;
  readonly pool: ReadyPool;
}

/** New parts. */
export function newParts(): Parts {
  return {
    chance: new Random(0, chanceStream),
    recorder: new Recorder(fifo),
    trace: new TraceRecorder(),
    pool: new ReadyPool(),
  };
}
