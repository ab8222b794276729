/**
 * The loop of a simulation: an event loop whose ready entries run in the order a policy chooses, one counted step at a
 * time, and which tells what it meets that nobody simulates.
 */
import type { Runnable } from "../core/runnable.js";
import type { ClosableGenerator } from "../core/generator-registry.js";
import type { Host } from "../core/host.js";
import { EventLoop } from "../core/loop.js";
import { loops } from "../core/loop-core.js";
import type { ReadyQueue } from "../core/ready-queue.js";
import type { ReadyPool } from "./ready-pool.js";
import { type Chooser } from "./ready-pool.js";

/** Told what a simulated loop does. */
export interface LoopObserver extends Chooser {
  /** An entry is about to run. What it throws ends the run. */
  beforeEntry(): void;
  /** Something of the platform's is about to be subscribed to by the entry that runs. */
  foreignMet(entry: Runnable | null): void;
}

/** See the top of this file. */
export class SimulatedLoop extends EventLoop {
  private readonly pool: ReadyPool;
  private readonly observer: LoopObserver;
  private entry: Runnable | null = null;
  private hasGenerators = false;

  constructor(host: Host, pool: ReadyPool, observer: LoopObserver) {
    super(host);
    this.pool = pool;
    this.observer = observer;
    (this as { ready: ReadyQueue }).ready = pool;
  }

  /** Runs as many entries as are ready now, each chosen among all that are ready by then. */
  protected override runGeneration(): void {
    const { pool, observer } = this;
    const outer = loops.running;
    loops.running = this;
    try {
      for (let left = pool.size; left > 0; left -= 1) {
        const entry = pool.next(observer);
        if (entry === null) break;
        observer.beforeEntry();
        this.entry = entry;
        if (pool.watch === null) this.runEntry(entry);
        else pool.watch(entry, () => this.runEntry(entry));
      }
    } finally {
      this.entry = null;
      loops.running = outer;
    }
  }

  private runEntry(entry: Runnable): void {
    entry.run();
    if (this.pool.isDoubled(entry)) entry.run();
  }

  override registerGenerator(generator: ClosableGenerator): void {
    this.hasGenerators = true;
    super.registerGenerator(generator);
  }

  /** Whether nothing is left that would have to be ended: no task, no generator, nothing ready. */
  get isUntouched(): boolean {
    return this.tasks.size === 0 && !this.hasGenerators && this.pool.empty;
  }

  override beforeForeign(): void {
    super.beforeForeign();
    this.observer.foreignMet(this.entry);
  }
}
