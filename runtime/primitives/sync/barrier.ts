/**
 * `Barrier`: tasks wait for each other, a fixed number of them. Mirrors `asyncio.Barrier`.
 *
 *                 the last one arrives               the last one has left
 *     FILLING ──────────────────────────▶ DRAINING ─────────────────────────▶ FILLING
 *        │ reset() while some wait                                              ▲
 *        └──────────────▶ RESETTING ──those have left, with BrokenBarrierError──┘
 *     any state ──abort()──▶ BROKEN: everybody gets a BrokenBarrierError, until reset()
 *
 * Who comes while it drains or is being reset waits outside until it fills again.
 */
import { asyncEnter, asyncExit } from "../../core/disposal.js";
import { ArgumentError } from "../argument-error.js";
import { BrokenBarrierError, LockStateError } from "./errors.js";
import { type PrimitiveOptions, Resource } from "./resource.js";
import { Waiters } from "./waiters.js";

type State = "filling" | "draining" | "resetting" | "broken";

/**
 * A point where `parties` tasks meet: each waits there until all have come. Mirrors `asyncio.Barrier`.
 *
 *     const index = await barrier.wait();       // 0 to parties - 1, in the order of arrival
 *     await using _ = barrier;                  // the same, when the index does not matter
 */
export class Barrier extends Resource {
  /** How many tasks must come. Mirrors `Barrier.parties`. */
  readonly parties: number;
  #state: State = "filling";
  /** How many are inside: they wait, or were released and have not left yet. */
  #count = 0;
  readonly #inside = new Waiters(this);
  readonly #outside = new Waiters(this);

  /**
   * @param options.name for messages
   * @throws {ArgumentError} unless there is at least one party.
   */
  constructor(parties: number, options?: PrimitiveOptions) {
    super(options);
    if (!(parties >= 1))
      throw new ArgumentError(`a barrier needs a number of parties, 1 or more; got ${String(parties)}`);
    this.parties = parties;
  }

  /** How many wait for the others to come. Mirrors `Barrier.n_waiting`. */
  get nWaiting(): number {
    return this.#state === "filling" ? this.#count : 0;
  }

  /** Whether it was aborted. Mirrors `Barrier.broken`. */
  get broken(): boolean {
    return this.#state === "broken";
  }

  /** @internal How many are inside. */
  get count(): number {
    return this.#count;
  }

  /**
   * Waits until all have come; gives the place in the order of arrival, from 0. One that is cancelled while it waits does not
   * count any more. Mirrors `Barrier.wait`. A coroutine: it must be awaited.
   *
   * Throws {@link BrokenBarrierError} when the barrier is aborted, or reset meanwhile.
   */
  async wait(): Promise<number> {
    "use coroutine";
    while (this.#state === "draining" || this.#state === "resetting") await this.#in(this.#outside);
    if (this.#state === "broken") throw new BrokenBarrierError(`${this.describe()} was aborted`);
    const index = this.#count;
    this.#count += 1;
    try {
      if (this.#count === this.parties) {
        this.#state = "draining";
        this.#inside.wakeAll();
      } else await this.#others();
      return index;
    } finally {
      this.#count -= 1;
      if (this.#count === 0) this.#emptied();
    }
  }

  async #others(): Promise<void> {
    "use coroutine";
    while (this.#state === "filling") await this.#in(this.#inside);
    // Released, and aborted or reset before it could leave, counts as broken too.
    if (this.#state !== "draining") throw new BrokenBarrierError(`${this.describe()} was aborted or reset`);
  }

  async #in(waiters: Waiters): Promise<void> {
    "use coroutine";
    const waiter = waiters.add(this.loop());
    try {
      await waiter;
    } finally {
      waiters.leave(waiter);
    }
  }

  #emptied(): void {
    if (this.#state !== "broken") this.#state = "filling";
    this.#outside.wakeAll();
  }

  /**
   * Empties it: who waits gets a {@link BrokenBarrierError}, who comes later is waited for as at first. Mirrors
   * `Barrier.reset`.
   */
  reset(): void {
    this.#state = this.#count > 0 ? "resetting" : "filling";
    this.#wakeEverybody();
  }

  /**
   * Breaks it: who waits, and whoever comes later, gets a {@link BrokenBarrierError}, until it is reset. Mirrors
   * `Barrier.abort`.
   */
  abort(): void {
    this.#state = "broken";
    this.#wakeEverybody();
  }

  #wakeEverybody(): void {
    this.#inside.wakeAll();
    this.#outside.wakeAll();
  }

  /** Waits: called by compiled `await using`. */
  [asyncEnter](): PromiseLike<number> {
    return this.wait();
  }

  /** Nothing to do: called by compiled `await using`. */
  [asyncExit](): void {}

  /** Refuses: where `await using` is not compiled, nobody waited when the block began. */
  [Symbol.asyncDispose](): never {
    throw new LockStateError("`await using` of a barrier works in compiled code only: write `await barrier.wait()`");
  }

  /** @internal */
  override describe(): string {
    return this.named("barrier");
  }

  /** For messages: `Barrier [filling, waiters: 2/5]`. */
  override toString(): string {
    const waiting = this.broken ? "" : `, waiters: ${this.nWaiting}/${this.parties}`;
    return `Barrier [${this.#state}${waiting}]`;
  }
}
