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
import { type Generation, ReadyQueue } from "./ready-queue.js";
import { shared } from "./registry.js";
import type { Runnable } from "./runnable.js";
import { Running, running } from "./running.js";
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

/** What `runOnce` counts as "so long without an idle moment that timers get their turn all the same". */
const fairness = 1000;
/** The clock is read once in this many generations of a chain. */
const clockInterval = 16;
/** How many generations at most run in one microtask before the clock is read. */
const generationsPerLook = 64;
/** How many entries at most begin another generation in the same microtask. */
const burstEntries = 1024;
/** The longest delay hosts take; longer ones are set again in pieces. */
const longestDelay = 2 ** 31 - 1;

/** The loops of this realm: the one that runs now, and the ambient one (made when first needed). */
export const loops = shared("loops", () => ({
  running: null as LoopCore | null,
  ambient: null as LoopCore | null,
  makeAmbient: null as (() => LoopCore) | null,
}));

/**
 * The loops that had tasks waiting when they were idle last, for `tsyncio ps`. A loop leaves when it has none, or is closed:
 * one that is abandoned without `close()` stays as long as its tasks wait.
 */
export const waitingLoops = shared("waitingLoops", () => new Set<LoopCore>());

/** What every loop is, without asyncio's surface. */
export class LoopCore {
  /** The platform it runs on. */
  readonly host: Host;
  /** @internal The platform's stores, or null. */
  readonly stores: PlatformStores | null;
  /** @internal Whether those are in use; asked at every await (and compared with `true`, which takes less than a test). */
  readonly storesUsage: { readonly inUse?: boolean };
  /** @internal What is ready to run. */
  readonly ready: ReadyQueue;
  /** @internal The tasks that wait. */
  readonly tasks = new TaskRegistry();
  /** @internal The number of the task made last. */
  taskCount = 0;
  /** @internal A task that is to go on right after the one that runs (relaxed order). */
  direct: Runnable | null = null;
  /** @internal Who is told what tasks do; null: nobody. */
  instruments: Instruments | null = null;
  /** @internal Makes tasks of coroutines (a `TaskFactory`); null: in the usual way. */
  taskFactory: object | null = null;
  /**
   * How many generations may run in one microtask of the host while nothing of the platform's is awaited. Those microtasks
   * cost more than everything else an await does. Ones the loop does not know of (`queueMicrotask`, uncompiled functions
   * that nobody awaits) wait so long at most; with 1 they have the very place among the generations that ECMAScript gives them.
   */
  burst = 1024;
  /** How many native promises are awaited that were not awaited already when the loop was idle last. */
  private foreign = 0;
  private idleCount = 0;
  /** @internal How often code may go on without a turn in the current step (relaxed order, coroutines). */
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
  private sinceClock = 0;
  private yieldToHost = false;
  private busyIterations = 0;
  private directCount = 0;
  /** How many more generations may run in this microtask, after the next look at the clock. */
  private left = 0;
  private readonly drain: () => void;
  private readonly onTimer: () => void;

  constructor(host: Host) {
    this.host = host;
    this.stores = host.stores ?? null;
    this.storesUsage = host.stores?.usage ?? host.stores ?? {};
    this.ready = new ReadyQueue(
      () => this.requestDrain(),
      () => this.nextLook(),
    );
    this.drain = () => this.drainOnce();
    this.onTimer = () => this.timerFired();
  }

  /** @internal Whether a task may take its first step inside the call that makes it. */
  canStep(): boolean {
    return true;
  }

  /** @internal Appends an entry to the ready queue. On a closed loop nothing runs any more: the entry is dropped. */
  push(entry: Runnable): void {
    if (!this.closed) this.ready.push(entry);
  }

  /** @internal True between a generation's first and last entry. */
  get isDraining(): boolean {
    return this.running !== null;
  }

  // ---- Generations

  private requestDrain(): void {
    if (this.stopped) return;
    if (!this.yieldToHost) {
      this.host.microtask(this.drain);
      return;
    }
    // The platform gets its turn, and so do timers that were set since it had the last one.
    if (this.armLater) this.arm();
    this.host.macrotask(this.drain);
  }

  private drainOnce(): void {
    if (this.stopped || this.closed || this.running !== null || this.ready.empty) return;
    if (this.yieldToHost) {
      this.yieldToHost = false;
      this.chain = 0;
    }
    const burst = this.foreign === 0 ? Math.min(this.burst, generationsPerLook) : 1;
    this.left = this.burst - burst;
    this.noteChain(burst);
    this.runGeneration(burst);
    if (this.ready.empty) this.becameIdle();
  }

  /** How many generations more may run in this microtask. */
  private nextLook(): number {
    const burst = Math.min(this.left, generationsPerLook);
    if (burst === 0 || this.stopped || this.foreign !== 0) return 0;
    this.left -= burst;
    this.noteChain(burst);
    return this.yieldToHost ? 0 : burst;
  }

  // ---- The platform's promises

  /**
   * @internal Something of the platform is about to be subscribed to, or is called and may settle something of the platform's: what is
   * ready now keeps its place before that (and what becomes ready later gets a microtask behind it, see `ReadyQueue.close`).
   */
  beforeForeign(): void {
    this.ready.split();
  }

  /** @internal Something of the platform's is waited for: until it is there, every generation is a microtask of its own. */
  foreignBegins(): number {
    this.foreign += 1;
    return this.idleCount;
  }

  /** @internal It is there, or nobody waits for it any more. `since` is what `foreignBegins` gave. */
  foreignEnds(since: number): void {
    if (since === this.idleCount) this.foreign -= 1;
  }

  /** @param burst how many generations are about to run */
  private noteChain(burst: number): void {
    const slice = this.host.slice;
    if (slice === Infinity) return;
    this.chain += burst;
    if (this.chain === burst) this.chainStart = -1;
    else if ((this.sinceClock += burst) >= clockInterval) {
      this.sinceClock = 0;
      const now = this.host.now();
      if (this.chainStart < 0) this.chainStart = now;
      else if (now - this.chainStart >= slice) this.yieldToHost = true;
    }
  }

  private becameIdle(): void {
    // What is still pending by now is settled by the platform, most likely, while the loop does nothing.
    this.foreign = 0;
    this.idleCount += 1;
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

  /** @internal Watches a failure: it is reported unless somebody looked at it by the time ready queue and host microtasks are empty. */
  suspect(failed: Suspect): void {
    if (this.suspects.length >= this.suspectLimit) {
      this.suspects = this.suspects.filter((suspect) => !suspect.isHandled());
      this.suspectLimit = Math.max(64, 2 * this.suspects.length);
    }
    this.suspects.push(failed);
    if (this.suspectCheck || !this.host.guest) return;
    // In this order: on a full stack the host's call throws, and the next failure has to ask again.
    if (this.host.afterMicrotasks === undefined) this.host.macrotask(this.checkSuspects);
    else this.host.afterMicrotasks(this.checkSuspects);
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

  /** @internal A failed future that nobody looked at; the loop tells its exception handler. */
  failureUnhandled(error: unknown, future: unknown): void {
    this.host.reportUnhandled(error, future);
  }

  /** @internal A failure that was told to the host is looked at after all. */
  failureHandledLate(future: unknown): void {
    this.host.reportHandled?.(future);
  }

  /** @internal A coroutine is made outside of any task. */
  coroutineMadeOutside(): void {}

  /** @internal An error thrown by clean-up code while a cancellation was unwinding. */
  cleanupFailed(error: unknown, task: unknown): void {
    this.host.reportUnhandled(error, task);
  }

  /** @internal A coroutine that nobody awaited. */
  neverAwaited(info: FunctionInfo): void {
    this.host.warn(`coroutine ${info.describe(0)} was never awaited: await it, make a task of it, or close() it`);
  }

  /** @internal Relaxed order: whether one more task may go on without a turn; one in 1,000 may not. */
  mayContinue(): boolean {
    this.directCount = (this.directCount + 1) % 1000;
    return this.directCount !== 0;
  }

  /** @internal An async generator begins to run here. */
  registerGenerator(_generator: object): void {}

  /** @internal A warning for humans. */
  warn(message: string, detail?: unknown): void {
    this.host.warn(message, detail);
  }

  /** @internal What a callback threw; the loop tells its exception handler. `what` is the handle. */
  callbackFailed(error: unknown, what: unknown): void {
    this.host.reportUnhandled(error, what);
  }

  /** Runs the oldest generation, if there is one, and up to `burst` in all that follow from it. */
  protected runGeneration(burst = 1): void {
    const generation = this.ready.take();
    if (generation === null) return;
    const outer = loops.running;
    loops.running = this;
    this.running = generation;
    const outerRunning = running.now;
    running.now = new Running();
    try {
      if (burst > 1 && this.ready.empty) this.ready.runMerged(generation, burst, burstEntries);
      else this.ready.runAll(generation);
    } finally {
      running.now = outerRunning;
      this.running = null;
      loops.running = outer;
    }
  }

  /**
   * @internal Runs what a native promise (or another door from outside) delivers, in this very microtask; on a loop that runs only
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
   * @internal Code outside of a generation is about to make something ready (a native promise's reaction, uncompiled code that calls
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
   * @throws {LoopClosedError}
   * @throws {LoopStateError} when called from inside an iteration
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

  /**
   * When there is something to do next, in milliseconds on the loop's clock: `now` when something is ready; a timer's
   * deadline; Infinity when there is none.
   */
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

  /** @internal Puts a timer into the heap and sees to it that the host wakes the loop in time. */
  addTimer(entry: TimerEntry): void {
    this.timers.add(entry);
    if (entry.when < this.armedFor) this.armSoon();
  }

  /** @internal To be called when a timer that has not fired was cancelled. */
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
    this.ready.split();
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
