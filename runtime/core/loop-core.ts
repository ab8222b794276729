/**
 * The engine of a loop: ready queue, timers, and the conversation with the host. It knows nothing of futures and tasks;
 * those push themselves onto it. `EventLoop` adds asyncio's surface.
 *
 *     push ──▶ ready queue ──microtask/macrotask──▶ drain ──▶ entry.run() …
 *     setTimer ──▶ heap ──host timer──▶ due timers are pushed
 *
 * Who runs a generation: with a guest host (node, browser) the host's callback, one generation each; otherwise whoever
 * calls `runOnce`. A chain of generations longer than the host's slice goes on in a macrotask, so that the platform can
 * poll its I/O: asyncio polls once per iteration, ECMAScript never; this is between the two.
 *
 * A loop is *open*, *stopped* (entries wait until it is resumed) or *closed* (for good).
 */
import { InvalidDelayError, LoopClosedError, LoopStateError } from "./errors.js";
import type { FunctionInfo } from "./function-info.js";
import type { Host, PlatformStores } from "./host.js";
import type { Instruments } from "./instruments.js";
import { Generation, ReadyQueue } from "./ready-queue.js";
import { shared } from "./registry.js";
import type { Runnable } from "./runnable.js";
import { TaskRegistry } from "./task-registry.js";
import { type Timed, TimerHeap } from "./timer-heap.js";

/** A timer in the heap: pushed onto the ready queue when due. */
export interface TimerEntry extends Timed, Runnable {
  /** Called when it leaves the heap for the ready queue. */
  becameDue(): void;
}

/** Something that failed and that nobody has looked at yet. */
export interface Suspect {
  /** Whether somebody looked at it in the meantime. */
  isHandled(): boolean;
  /** Tells the loop's exception handler. */
  reportUnhandled(): void;
}

/** Stands for the generation that runs while a policy chooses among all entries. */
const chosen = new Generation();

/** What `runOnce` counts as "so long without an idle moment that timers get their turn all the same". */
const fairness = 1000;
/** The clock is read once in this many generations of a chain. */
const clockInterval = 16;
/** The longest delay hosts take; longer ones are set again in pieces. */
const longestDelay = 2 ** 31 - 1;

/** The loops of this realm: the one that runs now, and the ambient one (made when first needed). */
export const loops = shared("loops", () => ({
  running: null as LoopCore | null,
  ambient: null as LoopCore | null,
  makeAmbient: null as (() => LoopCore) | null,
}));

export class LoopCore {
  readonly host: Host;
  /** The platform's stores, or null. */
  readonly stores: PlatformStores | null;
  readonly ready: ReadyQueue;
  /** The tasks that wait. */
  readonly tasks = new TaskRegistry();
  /** The number of the task made last. */
  taskCount = 0;
  /** A task that is to go on right after the one that runs (relaxed order). */
  direct: Runnable | null = null;
  /** Who is told what tasks do; null: nobody. */
  instruments: Instruments | null = null;
  /** Makes tasks of coroutines (a `TaskFactory`); null: in the usual way. */
  taskFactory: object | null = null;
  /** How many native promises are awaited. */
  foreign = 0;
  /**
   * How many generations may run in one microtask of the host while no native promise is awaited. One (default) is the exact
   * rule; more saves the host's microtasks, which cost more than everything else an await does, and lets microtasks the loop
   * does not know of (`queueMicrotask`, uncompiled functions nobody awaits) wait that long.
   */
  burst = 1;
  private merging = false;
  private unasked = false;
  /** How often code may go on without a turn in the current step (relaxed order, coroutines). */
  budget = 0;
  protected readonly timers = new TimerHeap<TimerEntry>();
  protected closed = false;
  protected stopped = false;
  private running: Generation | null = null;
  private timerSeq = 0;
  private armed: unknown = undefined;
  private armedFor = Infinity;
  private armLater = false;
  private chain = 0;
  private chainStart = 0;
  private yieldToHost = false;
  private busyIterations = 0;
  private directCount = 0;
  private readonly drain: () => void;
  private readonly onTimer: () => void;

  constructor(host: Host) {
    this.host = host;
    this.stores = host.stores ?? null;
    this.ready = new ReadyQueue(() => this.requestDrain());
    this.drain = () => this.drainOnce();
    this.onTimer = () => this.timerFired();
  }

  /** Whether a task may take its first step inside the call that makes it. */
  canStep(): boolean {
    return true;
  }

  /** Appends an entry to the ready queue. On a closed loop nothing runs any more: the entry is dropped. */
  push(entry: Runnable): void {
    if (!this.closed) this.ready.push(entry);
  }

  /** True between a generation's first and last entry. */
  get isDraining(): boolean {
    return this.running !== null;
  }

  // ---- Generations

  private requestDrain(): void {
    if (this.stopped) return;
    if (this.merging) this.unasked = true;
    else this.askHost();
  }

  private askHost(): void {
    if (this.yieldToHost) this.host.macrotask(this.drain);
    else this.host.microtask(this.drain);
  }

  private drainOnce(): void {
    if (this.stopped || this.closed || this.running !== null || this.ready.empty) return;
    if (this.yieldToHost) {
      this.yieldToHost = false;
      this.chain = 0;
    }
    this.noteChain();
    if (this.burst > 1) this.runMerged();
    else this.runGeneration();
    if (this.ready.empty) this.becameIdle();
  }

  /** Runs several generations in this microtask, as long as no native promise is awaited. */
  private runMerged(): void {
    let left = this.burst;
    do {
      this.merging = this.foreign === 0;
      this.unasked = false;
      try {
        this.runGeneration();
      } finally {
        this.merging = false;
      }
      left -= 1;
    } while (this.unasked && left > 0 && this.foreign === 0 && !this.stopped);
    if (this.unasked) {
      this.unasked = false;
      this.askHost();
    }
  }

  /**
   * Something of the platform is about to be subscribed to: what is ready now keeps its place before it (and what becomes
   * ready later gets a microtask behind it, see `ReadyQueue.close`).
   */
  beforeForeign(): void {
    if (!this.merging) return;
    this.merging = false;
    if (!this.unasked) return;
    this.unasked = false;
    this.askHost();
  }

  private noteChain(): void {
    const slice = this.host.slice;
    if (slice === Infinity) return;
    const length = this.chain++;
    if (length === 0) this.chainStart = -1;
    else if (length % clockInterval === 0) {
      const now = this.host.now();
      if (this.chainStart < 0) this.chainStart = now;
      else if (now - this.chainStart >= slice) this.yieldToHost = true;
    }
  }

  private becameIdle(): void {
    this.chain = 0;
    this.yieldToHost = false;
    if (this.armLater) this.arm();
    this.onIdle();
  }

  /** Called whenever the ready queue ran empty. */
  protected onIdle(): void {}

  // ---- Failures nobody looked at

  private suspects: Suspect[] = [];
  private suspectLimit = 64;
  private suspectCheck = false;

  /** Watches a failure: it is reported unless somebody looked at it by the time ready queue and host microtasks are empty. */
  suspect(failed: Suspect): void {
    if (this.suspects.length >= this.suspectLimit) {
      this.suspects = this.suspects.filter((suspect) => !suspect.isHandled());
      this.suspectLimit = Math.max(64, 2 * this.suspects.length);
    }
    this.suspects.push(failed);
    if (this.suspectCheck || !this.host.guest) return;
    // In this order: on a full stack the host's call throws, and the next failure has to ask again.
    this.host.macrotask(this.checkSuspects);
    this.suspectCheck = true;
  }

  private readonly checkSuspects = (): void => {
    if (!this.ready.empty && !this.stopped) {
      this.host.macrotask(this.checkSuspects);
      return;
    }
    this.suspectCheck = false;
    this.reportSuspects();
  };

  /** Reports every failure that is still unhandled. */
  protected reportSuspects(): void {
    const suspects = this.suspects;
    if (suspects.length === 0) return;
    this.suspects = [];
    for (const suspect of suspects) if (!suspect.isHandled()) suspect.reportUnhandled();
  }

  /** A failed future that nobody looked at; the loop tells its exception handler. */
  failureUnhandled(error: unknown, future: unknown): void {
    this.host.reportUnhandled(error, future);
  }

  /** An error thrown by clean-up code while a cancellation was unwinding. */
  cleanupFailed(error: unknown, task: unknown): void {
    this.host.reportUnhandled(error, task);
  }

  /** A coroutine that nobody awaited. */
  neverAwaited(info: FunctionInfo): void {
    this.host.warn(`coroutine ${info.describe(0)} was never awaited: await it, make a task of it, or close() it`);
  }

  /** Relaxed order: whether one more task may go on without a turn; one in 1,000 may not. */
  mayContinue(): boolean {
    this.directCount = (this.directCount + 1) % 1000;
    return this.directCount !== 0;
  }

  /** An async generator begins to run here. */
  registerGenerator(_generator: object): void {}

  /** A warning for humans. */
  warn(message: string, detail?: unknown): void {
    this.host.warn(message, detail);
  }

  /** What a callback threw; the loop tells its exception handler. `what` is the handle. */
  callbackFailed(error: unknown, what: unknown): void {
    this.host.reportUnhandled(error, what);
  }

  /** Runs the oldest generation, if there is one. */
  protected runGeneration(): void {
    const { choose } = this.ready;
    const generation = choose === null ? this.ready.take() : chosen;
    if (generation === null) return;
    const outer = loops.running;
    loops.running = this;
    this.running = generation;
    try {
      if (choose === null) this.ready.runAll(generation);
      else this.ready.runChosen(choose);
    } finally {
      this.running = null;
      loops.running = outer;
    }
  }

  /**
   * Runs what a native promise (or another door from outside) delivers, in this very microtask; on a loop that runs only
   * inside `runOnce`, makes it ready instead.
   */
  runFromHost(entry: Runnable): void {
    if (this.closed) return;
    if (!this.host.guest || this.stopped || this.running !== null) {
      this.ready.push(entry);
      return;
    }
    const outer = loops.running;
    this.enteredFromOutside();
    loops.running = this;
    try {
      entry.run();
    } finally {
      loops.running = outer;
      if (this.ready.empty) this.becameIdle();
    }
  }

  /**
   * Code outside of a generation is about to make something ready (a native promise's reaction, uncompiled code that calls
   * in): it gets a microtask of its own, behind those the host has queued meanwhile, not the place of what became ready
   * before.
   */
  enteredFromOutside(): void {
    if (this.running === null) this.ready.close();
  }

  /**
   * One iteration: makes due timers ready and runs what was ready on entry. Timers get their turn when nothing else is
   * ready, as on the platforms (or after 1,000 busy iterations, so that nothing starves them).
   *
   * @param now milliseconds on the loop's clock
   * @returns the next moment (ms) at which there is something to do: `now` when something is ready, Infinity when nothing is
   * @throws LoopClosedError, LoopStateError when called from inside an iteration
   */
  runOnce(now: number = this.host.now()): number {
    this.checkOpen();
    if (this.running !== null)
      throw new LoopStateError("runOnce() was called from inside an iteration of the same loop");
    if (this.ready.empty || ++this.busyIterations > fairness) {
      this.busyIterations = 0;
      this.makeDueReady(now);
    }
    const ntodo = this.ready.generations;
    for (let i = 0; i < ntodo && !this.ready.empty; i += 1) this.runGeneration();
    if (this.closed) return Infinity;
    if (this.ready.empty) {
      this.becameIdle();
      if (!this.host.guest) this.reportSuspects();
    }
    return this.nextDeadline(now);
  }

  /** When there is something to do next: `now` when something is ready; a timer's deadline; Infinity when there is none. */
  nextDeadline(now: number = this.host.now()): number {
    if (!this.ready.empty) return now;
    return this.timers.first()?.when ?? Infinity;
  }

  /** Whether anything is ready to run. */
  get hasReady(): boolean {
    return !this.ready.empty;
  }

  /** Whether any timer is set. */
  get hasTimers(): boolean {
    return this.timers.first() !== undefined;
  }

  // ---- Timers

  /** Numbers for timers with equal deadlines. */
  protected nextSeq(): number {
    return this.timerSeq++;
  }

  /** Puts a timer into the heap and sees to it that the host wakes the loop in time. */
  addTimer(entry: TimerEntry): void {
    this.timers.add(entry);
    if (entry.when < this.armedFor) this.armSoon();
  }

  /** To be called when a timer that has not fired was cancelled. */
  timerCancelled(entry: TimerEntry): void {
    this.timers.noteCancelled();
    if (this.armed !== undefined && (this.timers.live === 0 || entry.when <= this.armedFor)) this.armSoon();
  }

  private armSoon(): void {
    if (this.running !== null) this.armLater = true;
    else this.arm();
  }

  private arm(): void {
    this.armLater = false;
    if (!this.host.guest && this.host.advance !== undefined) return;
    const deadline = this.closed || this.stopped ? Infinity : (this.timers.first()?.when ?? Infinity);
    if (deadline === this.armedFor && this.armed !== undefined) return;
    if (this.armed !== undefined) this.host.clearTimer(this.armed);
    this.armed = undefined;
    this.armedFor = Infinity;
    if (deadline === Infinity) return;
    const now = this.host.now();
    const delay = deadline - now;
    this.armed = this.host.setTimer(this.onTimer, Math.max(0, Math.min(delay, longestDelay)));
    this.armedFor = delay > longestDelay ? now + longestDelay : deadline;
  }

  private timerFired(): void {
    // A host's timer may fire a little early by its own clock, and under fake timers the clock may stand still: what was
    // asked for counts as reached.
    const now = Math.max(this.host.now(), this.armedFor);
    this.armed = undefined;
    this.armedFor = Infinity;
    if (this.closed || this.stopped) return;
    if (this.host.guest) this.makeDueReady(now);
    this.arm();
  }

  private makeDueReady(now: number): void {
    for (;;) {
      const due = this.timers.takeDue(now);
      if (due === undefined) return;
      due.becameDue();
      this.ready.push(due);
    }
  }

  // ---- State

  /** @throws LoopClosedError */
  protected checkOpen(): void {
    if (this.closed) {
      throw new LoopClosedError(
        "this loop is closed: nothing can be scheduled on it; make a new one, or let run() make one",
      );
    }
  }

  /** @throws InvalidDelayError unless `value` is a number of milliseconds (Infinity is no deadline a timer can have). */
  protected checkDelay(value: number, what: string): void {
    if (typeof value !== "number" || Number.isNaN(value)) {
      throw new InvalidDelayError(`${what} must be a number of milliseconds, not ${String(value)}`);
    }
  }

  /** Entries wait from the end of the current generation on. */
  protected pause(): void {
    this.stopped = true;
    this.arm();
  }

  /** Undoes `pause`. */
  protected unpause(): void {
    if (!this.stopped) return;
    this.stopped = false;
    for (let i = this.ready.generations; i > 0; i -= 1) this.requestDrain();
    this.arm();
  }

  /** Drops what is ready and all timers. */
  protected shutDown(): void {
    this.closed = true;
    this.ready.clear(this.running);
    this.timers.clear();
    this.arm();
  }
}
