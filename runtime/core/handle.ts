/**
 * A callback that is to run once on a loop, in the context it was registered in. Mirrors `asyncio.Handle` and
 * `asyncio.TimerHandle`.
 *
 * A handle is *scheduled*, then *run* or *cancelled*; cancelling drops the references to callback and arguments at once.
 */
import { Context, currentStore, enterContext, type Store } from "./context.js";
import type { LoopCore } from "./loop-core.js";

type Callback = (...args: unknown[]) => unknown;

function runHandle(handle: Handle): void {
  handle.invoke();
}

/**
 * A callback that is to run once, in the context it was registered in. Made by `callSoon` and its kin. Mirrors
 * `asyncio.Handle`.
 */
export class Handle {
  protected readonly owner: LoopCore;
  private callback: Callback | null;
  private args: readonly unknown[];
  private readonly context: Context | Store;
  private readonly stores: unknown;

  /** @internal Made by `callSoon` and its kin. */
  constructor(owner: LoopCore, callback: Callback, args: readonly unknown[], context?: Context) {
    this.owner = owner;
    this.callback = callback;
    this.args = args;
    this.context = context ?? currentStore.store;
    const stores = owner.stores;
    this.stores = stores !== null && stores.inUse ? stores.capture() : undefined;
  }

  /** Sees to it that the callback does not run. Does nothing once it has run. Mirrors `Handle.cancel`. */
  cancel(): void {
    this.callback = null;
    this.args = [];
  }

  /** Whether `cancel` was called. Mirrors `Handle.cancelled`. */
  cancelled(): boolean {
    return this.callback === null;
  }

  /** The context the callback runs in. Mirrors `Handle.get_context`. */
  getContext(): Context {
    return this.context instanceof Context ? this.context : new Context(this.context);
  }

  /** @internal */
  run(): void {
    if (this.callback === null) return;
    const stores = this.owner.stores;
    if (stores !== null && stores.inUse) stores.run(this.stores, runHandle, this);
    else this.invoke();
  }

  /** @internal Runs the callback in its context; what it throws goes to the loop's exception handler. */
  invoke(): void {
    const callback = this.callback;
    if (callback === null) return;
    const outside = currentStore.store;
    const outer = enterContext(null);
    try {
      if (this.context instanceof Context) this.context.run(callback, ...this.args);
      else {
        currentStore.store = this.context;
        callback(...this.args);
      }
    } catch (error) {
      this.owner.callbackFailed(error, this);
    } finally {
      currentStore.store = outside;
      currentStore.context = outer;
    }
  }

  /** Whether this handle is for that very callback. */
  isFor(callback: unknown): boolean {
    return this.callback === callback;
  }

  /** The callback's name, for messages. */
  describe(): string {
    return this.callback === null ? "cancelled" : this.callback.name || "anonymous callback";
  }
}

/** A handle with a deadline. Made by `callLater` and `callAt`. Mirrors `asyncio.TimerHandle`. */
export class TimerHandle extends Handle {
  private readonly deadline: number;
  /** @internal Its place among timers with the same deadline. */
  readonly seq: number;
  private due = false;

  /** @internal Made by `callLater` and `callAt`. */
  constructor(
    owner: LoopCore,
    when: number,
    seq: number,
    callback: Callback,
    args: readonly unknown[],
    context?: Context,
  ) {
    super(owner, callback, args, context);
    this.deadline = when;
    this.seq = seq;
  }

  /** The deadline, in milliseconds on the loop's clock. Mirrors `TimerHandle.when`; a property here. */
  get when(): number {
    return this.deadline;
  }

  /** Sees to it that the callback does not run, and takes its timer out. Does nothing once it has run. */
  override cancel(): void {
    if (this.cancelled()) return;
    super.cancel();
    if (!this.due) this.owner.timerCancelled(this);
  }

  /** @internal */
  becameDue(): void {
    this.due = true;
  }
}
