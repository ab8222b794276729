/**
 * A task that waits for a channel: for one operation (`send`, `receive`) or for the first of several (`select`).
 *
 *                  ┌─ Offer ─ in channel A's line of receivers
 *     Attempt ─────┤                                             whoever comes to A and finds the offer first
 *     (awaited)    └─ Offer ─ in channel B's line of senders     makes the attempt win: all offers are withdrawn
 *
 * The value changes hands at that moment, not when the task goes on. So a cancellation that comes in between is too late: as
 * in trio, the operation succeeds and the cancellation surfaces at the task's next await. An operation that throws
 * `CancelledError` has not taken place.
 */
import type { LoopCore } from "../../core/loop-core.js";
import type { Waiter } from "../../core/deferred.js";
import { isCancelled } from "../../core/errors.js";
import { Root } from "../../core/root.js";
import { special, SpecialFuture } from "../special-future.js";
import type { Link, LinkedList } from "../sync/linked-list.js";
import type { Resource } from "../sync/resource.js";

/** One of the operations an attempt waits for. */
export class Offer implements Link<Offer> {
  list: LinkedList<Offer> | null = null;
  previous: Offer | null = null;
  next: Offer | null = null;
  readonly attempt: Attempt;
  /** Which of the operations it is. */
  readonly key: string;
  /** The end of the channel it goes through. */
  readonly end: object;
  /** What is to be sent. */
  readonly value: unknown;

  constructor(attempt: Attempt, key: string, end: object, value: unknown) {
    this.attempt = attempt;
    this.key = key;
    this.end = end;
    this.value = value;
  }

  /** The operation takes place, with this result. */
  accept(result: unknown): void {
    this.attempt.withdraw();
    this.attempt.setResult({ key: this.key, value: result });
  }

  /** The operation has become impossible. */
  refuse(error: Error): void {
    this.attempt.withdraw();
    this.attempt.setException(error);
  }
}

/** What came of an attempt: which operation took place, and its result. */
export interface Outcome {
  readonly key: string;
  readonly value: unknown;
}

/** What the waiting task awaits. */
export class Attempt extends SpecialFuture<Outcome> {
  /** What it waits for: read by deadlock reports. */
  readonly resource: Resource;
  /** @internal */ readonly offers: Offer[] = [];
  /** Who awaits it. */
  #root: Root | null = null;

  constructor(loop: LoopCore, resource: Resource) {
    super({ loop });
    this.resource = resource;
  }

  /** Takes all offers back. */
  withdraw(): void {
    for (const offer of this.offers) offer.list?.remove(offer);
  }

  /** Waits for the outcome. Throws what it was refused with, or the CancelledError when that came first. */
  async outcome(): Promise<Outcome> {
    "use coroutine";
    try {
      return await this;
    } catch (error) {
      this.withdraw();
      if (isCancelled(error) && this.#took() && this.#postpone()) return this.result();
      throw error;
    }
  }

  /** Whether one of the operations took place: then a CancelledError is one that came too late. */
  #took(): boolean {
    return this.done() && !this.cancelled() && this.exception() === undefined;
  }

  /** Has the cancellation that was thrown at this await thrown at the task's next await instead. */
  #postpone(): boolean {
    const cancellation = this.#root?.cancellation;
    if (!cancellation) return false;
    cancellation.must = true;
    return true;
  }

  override subscribe(waiter: Waiter): void {
    if (waiter instanceof Root) this.#root = waiter;
    super.subscribe(waiter);
  }

  /** Takes the offers back at once. */
  override requestCancel(reason: unknown, origin: object | null): boolean {
    this.withdraw();
    return super.requestCancel(reason, origin);
  }
}

special(Attempt);
