/**
 * `Sequencer`: makes concurrent tasks take turns in a given order, to drive code under test into one certain interleaving.
 *
 *     const seq = new Sequencer();
 *     async function a() { await using _ = seq.at(0); … }        // first
 *     async function c() { await seq.run(2, async () => { … }); } // third
 *     async function b() { await using _ = seq.at(1); … }        // second
 *
 * Prior art: trio's `Sequencer`.
 */
import { asyncEnter, asyncExit } from "../core/disposal.js";
import { Future } from "../core/future.js";
import { ArgumentError } from "../primitives/argument-error.js";
import { sleep } from "../primitives/sleep.js";
import { SimulationStateError } from "./errors.js";

/** A place in the order, for `await using`. */
export interface Place {
  /** Waits for its turn. */
  [asyncEnter](): PromiseLike<void>;
  /** Lets the next one in. */
  [asyncExit](error: unknown): void;
  /** For uncompiled code, which cannot enter: lets the next one in. */
  [Symbol.asyncDispose](): PromiseLike<void>;
}

/**
 * Makes concurrent tasks take turns in a given order, to drive code under test into one certain interleaving. trio's
 * `Sequencer`.
 *
 *     const seq = new Sequencer();
 *     async function a() { await using _ = seq.at(0); … }         // first
 *     async function c() { await seq.run(2, async () => { … }); }  // third
 *     async function b() { await using _ = seq.at(1); … }         // second
 */
export class Sequencer {
  readonly #claimed = new Set<number>();
  readonly #waiting = new Map<number, Future<void>>();
  #next = 0;
  #broken = false;

  /**
   * The place `position`, for `await using`: entering waits until all places before it were left.
   *
   * @throws {ArgumentError} when the position is no integer from 0 on, or was asked for before.
   */
  at(position: number): Place {
    if (!Number.isInteger(position) || position < 0) {
      throw new ArgumentError(`a place in a sequence is 0, 1, 2 …; got ${String(position)}`);
    }
    if (this.#claimed.has(position)) {
      throw new ArgumentError(`place ${position} of this sequence is taken: every place is entered once`);
    }
    this.#claimed.add(position);
    return {
      [asyncEnter]: () => this.#enter(position),
      [asyncExit]: () => this.#leave(position),
      [Symbol.asyncDispose]: () => sleep(0).then(() => this.#leave(position)),
    };
  }

  /**
   * Runs `block` when all places before `position` were left. The callback form of {@link at}.
   *
   * @throws what `block` throws, and what `at` throws
   * @throws {SimulationStateError} when somebody was cancelled while waiting for a place: the order cannot be kept then.
   */
  async run<T>(position: number, block: () => PromiseLike<T> | T): Promise<T> {
    await using _ = this.at(position);
    return await block();
  }

  async #enter(position: number): Promise<void> {
    if (this.#broken) throw broken();
    if (position === this.#next) return;
    const turn = new Future<void>();
    this.#waiting.set(position, turn);
    let entered = false;
    try {
      await turn;
      entered = true;
    } finally {
      this.#waiting.delete(position);
      if (!entered) this.#break();
    }
  }

  #leave(position: number): void {
    this.#next = position + 1;
    this.#waiting.get(this.#next)?.setResult();
  }

  #break(): void {
    if (this.#broken) return;
    this.#broken = true;
    for (const turn of this.#waiting.values()) if (!turn.done()) turn.setException(broken());
  }
}

function broken(): SimulationStateError {
  return new SimulationStateError("this sequence is broken: somebody was cancelled while waiting for a place in it");
}
