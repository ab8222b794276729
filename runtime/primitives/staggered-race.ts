/**
 * `staggeredRace`: several ways to get one thing, tried one after the other without waiting for ever for any of them.
 * Mirrors `asyncio.staggered.staggered_race`; what "happy eyeballs" (RFC 8305) is made of.
 *
 *     ─ first ────────────────── fails
 *       ├─ delay ─ second ────────────────── wins: the others are cancelled
 *                                 └─ third, when the one before it failed or the delay is over
 */
import { isCancelled } from "../core/errors.js";
import { ExceptionGroup } from "../core/exception-group.js";
import { Future } from "../core/future.js";
import type { EventLoop } from "../core/loop.js";
import { findCurrentTask, getRunningLoop } from "../core/queries.js";
import type { Task } from "../core/task.js";
import { wait } from "./wait.js";

/** The winner's result and number (undefined and null without a winner), and what each that was started threw. */
export type RaceResult<T> = [result: T | undefined, index: number | null, errors: unknown[]];

/**
 * Starts the first function; the next one whenever the one before fails, or has not ended after `delay` milliseconds (null:
 * only when it fails). The first to succeed wins and the others are cancelled and waited for. Never fails because all of
 * them did: their errors are in the result, `undefined` for the winner. Mirrors `asyncio.staggered.staggered_race`.
 *
 * @param functions async functions without parameters
 * @param options.loop the loop to run them on; the current one when left out
 * @throws {ExceptionGroup} of what giving the functions (their iterator) threw
 */
export async function staggeredRace<T>(
  functions: Iterable<() => PromiseLike<T> | T>,
  delay: number | null,
  options: { readonly loop?: EventLoop } = {},
): Promise<RaceResult<T>> {
  "use task";
  return await new Race<T>(functions, delay, options.loop ?? getRunningLoop()).run();
}

class Race<T> {
  readonly #loop: EventLoop;
  readonly #functions: Iterator<() => PromiseLike<T> | T>;
  readonly #delay: number | null;
  readonly #running = new Set<Task>();
  readonly #errors: unknown[] = [];
  /** Errors of this module's own code. */
  readonly #unexpected: unknown[] = [];
  #winner: { readonly result: T; readonly index: number } | undefined;
  #allDone: Future<void> | undefined;

  constructor(functions: Iterable<() => PromiseLike<T> | T>, delay: number | null, loop: EventLoop) {
    this.#functions = functions[Symbol.iterator]();
    this.#delay = delay;
    this.#loop = loop;
  }

  async run(): Promise<RaceResult<T>> {
    "use coroutine";
    let cancellation: unknown;
    this.#start(null);
    while (this.#running.size > 0) {
      try {
        await (this.#allDone = new Future<void>({ loop: this.#loop }));
      } catch (error) {
        if (!isCancelled(error)) throw error;
        cancellation = error;
        for (const task of this.#running) task.cancel(error.reason);
      }
      this.#allDone = undefined;
    }
    if (this.#unexpected.length > 0) throw new ExceptionGroup("staggered race failed", this.#unexpected);
    if (cancellation !== undefined) throw cancellation;
    return [this.#winner?.result, this.#winner?.index ?? null, this.#errors];
  }

  #start(previousFailed: Future<void> | null): void {
    // A task that starts at once must not go on before it is among those that run.
    const registered = new Future<void>({ loop: this.#loop });
    const task = this.#loop.createTask(this.#attempt(registered, previousFailed));
    this.#running.add(task);
    task.addDoneCallback(() => {
      this.#running.delete(task);
      if (this.#running.size === 0 && this.#allDone?.done() === false) this.#allDone.setResult();
      if (task.cancelled()) return;
      const error = task.exception();
      if (error !== undefined) this.#unexpected.push(error);
    });
    registered.setResult();
  }

  async #attempt(registered: Future<void>, previousFailed: Future<void> | null): Promise<void> {
    "use coroutine";
    await registered;
    if (previousFailed !== null) await wait([previousFailed], { timeout: this.#delay });
    const next = this.#functions.next();
    if (next.done === true) return;
    const index = this.#errors.push(undefined) - 1;
    const failed = new Future<void>({ loop: this.#loop });
    this.#start(failed);
    try {
      const result = await next.value();
      this.#winner ??= { result, index };
    } catch (error) {
      // Being cancelled ends an attempt, too: it has lost.
      this.#errors[index] = error;
      if (isCancelled(error) && this.#winner !== undefined) throw error;
      failed.setResult();
      return;
    }
    const self = findCurrentTask();
    for (const task of this.#running) if (task !== self) task.cancel();
  }
}
