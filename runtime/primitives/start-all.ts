/**
 * The first step of everything that takes awaitables: check them all, find their loop, start what is not started.
 *
 * Checked first and started second, so that a wrong argument leaves nothing half begun.
 */
import { currentLoop } from "../core/ambient.js";
import { Coroutine } from "../core/coroutine.js";
import { NEW, RUNNING } from "../core/coroutine-frame.js";
import { Deferred } from "../core/deferred.js";
import { ensureFuture } from "../core/ensure-future.js";
import { ForeignLoopError } from "../core/errors.js";
import type { LoopCore } from "../core/loop-core.js";
import { ArgumentError } from "./argument-error.js";

/** Awaitables that run now, and the loop they all belong to. */
export interface Started {
  readonly loop: LoopCore;
  /** One per argument; the same one for the same argument. */
  readonly futures: readonly Deferred[];
}

/** Makes a future of every argument. @throws what `gather` documents; nothing was started then */
export function startAll(caller: string, awaitables: readonly unknown[]): Started {
  const loop = loopOfAll(awaitables);
  if (loop !== null) return { loop, futures: awaitables as readonly Deferred[] };
  return startEach(caller, awaitables);
}

/** The loop, when all are futures of one: nothing has to be started then. */
function loopOfAll(values: readonly unknown[]): LoopCore | null {
  let loop: LoopCore | null = null;
  for (const value of values) {
    if (!(value instanceof Deferred)) return null;
    if (loop === null) ({ loop } = value);
    else if (value.loop !== loop) return null;
  }
  return loop;
}

function startEach(caller: string, awaitables: readonly unknown[]): Started {
  awaitables.forEach((value, index) => checkAwaitable(caller, value, index));
  const loop = commonLoop(caller, awaitables);
  const futures: Deferred[] = [];
  /** Those made here; a coroutine that runs is not in it, but knows its task. */
  const started = new Map<unknown, Deferred>();
  for (const value of awaitables) {
    if (value instanceof Deferred) {
      futures.push(value);
      continue;
    }
    const known = value instanceof Coroutine && value.status === RUNNING ? value.root : started.get(value);
    const future =
      known !== undefined && known !== null && futures.includes(known)
        ? known
        : ensureFuture(value as PromiseLike<unknown>, { loop });
    if (!(value instanceof Coroutine) || value.status === NEW) started.set(value, future);
    futures.push(future);
  }
  return { loop, futures };
}

/** Makes a future of the one argument. */
export function startOne(caller: string, awaitable: unknown): Deferred {
  checkAwaitable(caller, awaitable);
  return ensureFuture(awaitable as PromiseLike<unknown>);
}

/** The loop that the futures among the values belong to; the current one when there is no future. */
export function commonLoop(caller: string, values: Iterable<unknown>): LoopCore {
  let loop: LoopCore | undefined;
  for (const value of values) {
    if (!(value instanceof Deferred)) continue;
    loop ??= value.loop;
    if (loop !== value.loop) {
      throw new ForeignLoopError(
        `${caller}: the arguments belong to different loops; what runs on another loop cannot be waited for together`,
      );
    }
  }
  return loop ?? currentLoop();
}

function checkAwaitable(caller: string, value: unknown, index?: number): void {
  if (isAwaitable(value)) return;
  const which = index === undefined ? "the argument" : `argument ${index + 1}`;
  const given = typeof value === "function" ? `the function ${value.name || "(anonymous)"}; call it` : String(value);
  throw new ArgumentError(`${caller}: ${which} must be something to await (a task, a promise); got ${given}`);
}

function isAwaitable(value: unknown): boolean {
  if (value instanceof Deferred) return true;
  if (typeof value !== "object" || value === null) return false;
  return "then" in value && typeof value.then === "function";
}
