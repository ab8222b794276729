/**
 * Debug mode: who kept the loop too long, and who swallowed a cancellation.
 *
 * A step that runs for long blocks everybody. Steps nest (a task's first step runs inside its creator's), so each is
 * charged with its own time only, and the report names the function, the await after which the step began and the one it
 * ended at: what blocked stands between the two.
 *
 *     parse step  |──────────────────────────|
 *     child's          |─────────|                its time is the child's, not parse's
 */
import { type Deferred, FULFILLED, STATE } from "./deferred.js";
import type { FunctionInfo } from "./function-info.js";
import type { Instrument } from "./instruments.js";
import type { Task } from "./task.js";

/** What the watch needs of a loop. */
export interface WatchedLoop {
  /** Milliseconds. */
  time(): number;
  /** From how many milliseconds on a step is reported. */
  readonly slowCallbackDuration: number;
  warn(message: string): void;
}

/** A step, or a callback, that runs. */
interface Running {
  readonly started: number;
  /** Milliseconds that what ran inside took. */
  nested: number;
  readonly info: FunctionInfo | null;
  readonly state: number;
}

/** An instrument that warns. */
export class StepWatch implements Instrument<Task, Deferred> {
  private readonly loop: WatchedLoop;
  private readonly running: Running[] = [];

  constructor(loop: WatchedLoop) {
    this.loop = loop;
  }

  beforeStep(task: Task): void {
    this.begin(task.top.info, task.top.state);
  }

  afterStep(task: Task): void {
    const step = this.running.at(-1);
    const took = this.end();
    if (step !== undefined && step.info !== null && took >= this.loop.slowCallbackDuration) {
      const from = step.state === 0 ? `the beginning of ${step.info.describe(0)}` : step.info.describe(step.state);
      const to = task.awaiting === null && task.done() ? "its end" : task.top.info.describe(task.top.state);
      this.loop.warn(`${task.describe()} took ${took.toFixed(0)} ms in one step, from ${from} to ${to}: ${why}`);
    }
    if ((task.flags & STATE) === FULFILLED && task.cancelling() > 0) {
      this.loop.warn(
        `${task.describe()} was cancelled and returned all the same: something swallowed the cancellation. ` +
          "Throw it on, or call uncancel() if it is meant",
      );
    }
  }

  /** Runs a callback of the loop; `name` is asked for when it took too long. */
  watchCallback(run: () => void, name: () => string): void {
    this.begin(null, 0);
    try {
      run();
    } finally {
      const took = this.end();
      if (took >= this.loop.slowCallbackDuration) {
        this.loop.warn(`executing ${name()} took ${took.toFixed(0)} ms: ${why}`);
      }
    }
  }

  private begin(info: FunctionInfo | null, state: number): void {
    this.running.push({ started: this.loop.time(), nested: 0, info, state });
  }

  /** How many milliseconds were its own. */
  private end(): number {
    const ended = this.running.pop();
    if (ended === undefined) return 0;
    const took = this.loop.time() - ended.started;
    const outer = this.running.at(-1);
    if (outer !== undefined) outer.nested += took;
    return took - ended.nested;
  }
}

const why = "nothing else could run meanwhile";
