/**
 * What the driver needs of a coroutine, and how one that is never awaited is noticed.
 *
 *     NEW ──awaited, or wrapped in a task──▶ RUNNING ──returns or throws──▶ DONE
 *      └──close()──▶ CLOSED
 *
 * Nearly every coroutine is awaited right after it was made. So only the one made last is kept in `fresh`, and taken out
 * again when it is awaited: two stores, no list. When another one is made meanwhile, the older goes onto the list of the task
 * that made it (or of nobody, outside of tasks), which is looked through when that task ends.
 */
import type { Activation, Step } from "./activation.js";
import type { FunctionInfo } from "./function-info.js";
import { shared } from "./registry.js";
import { current, type Root } from "./root.js";

export const NEW = 0;
export const RUNNING = 1;
export const DONE = 2;
export const CLOSED = 3;

interface Fresh {
  coroutine: CoroutineFrame | null;
  /** Those made outside of any task: looked at when a loop closes. */
  orphans: CoroutineFrame[];
}

/** The coroutine made last, if it has not been awaited. */
export const fresh = shared("fresh", (): Fresh => ({ coroutine: null, orphans: [] }));

/** The activation of a coroutine's function. */
export abstract class CoroutineFrame {
  /** @internal What the compiler tells of the function. */
  declare readonly info: FunctionInfo;
  /** @internal Goes on with the function. */
  declare step: Step<never>;
  /** @internal The state the function resumes in. */
  declare state: number;
  /** @internal The state of the innermost active handler; 0: none. */
  declare handler: number;
  /** @internal While NEW: the task that made it. While RUNNING: the root it runs on. */
  declare root: Root | null;
  /** @internal Who awaits it; null when a task was made for it. */
  declare parent: Activation | null;
  /** @internal While it calls a function that awaits nothing, and needs no frame: that function. */
  declare leaf: FunctionInfo | null;
  /** @internal */ declare status: number;
  /** @internal ABI: the function's variables. */ declare v0: unknown;
  /** @internal */ declare v1: unknown;
  /** @internal */ declare v2: unknown;
  /** @internal */ declare v3: unknown;

  /** @internal Notes who made it, in case that nobody awaits it. */
  made(): this {
    this.root = current.task;
    if (fresh.coroutine !== null) keep(fresh.coroutine);
    fresh.coroutine = this;
    return this;
  }
}

/**
 * Whether a coroutine that the root awaits is about to begin, after a turn that was taken only to let others run. That is no
 * await a cancellation could be thrown at: a coroutine that is awaited runs up to its own first await (clean-up, say).
 */
export function entersCoroutine(root: Root): boolean {
  const { top } = root;
  return top.state === 0 && top instanceof CoroutineFrame && top.parent !== null;
}

function keep(older: CoroutineFrame): void {
  if (older.status !== NEW) return;
  const maker = older.root;
  if (maker === null || maker.done()) fresh.orphans.push(older);
  else {
    const extra = maker.needExtra();
    const made = (extra.made ??= []);
    made.push(older);
    if (made.length >= extra.madeLimit) {
      extra.made = made.filter((coroutine) => (coroutine as CoroutineFrame).status === NEW);
      extra.madeLimit = Math.max(1024, 2 * extra.made.length);
    }
  }
}

/** Coroutines that `maker` made and nobody awaited; they are forgotten. With null: those made outside of tasks. */
export function takeNeverAwaited(maker: Root | null): CoroutineFrame[] {
  if (fresh.coroutine !== null && fresh.coroutine.root === maker) {
    const last = fresh.coroutine;
    fresh.coroutine = null;
    if (last.status === NEW) keep(last);
  }
  let made: CoroutineFrame[];
  if (maker === null) {
    made = fresh.orphans;
    fresh.orphans = [];
  } else {
    made = (maker.extra?.made ?? []) as CoroutineFrame[];
    if (maker.extra !== null) maker.extra.made = null;
  }
  return made.filter((coroutine) => coroutine.status === NEW);
}
