/**
 * Who waits, in order of arrival: what every lock and queue here is built on.
 *
 * A waiting task awaits a `Waiter`, a future that is linked into a list, so that it can leave from anywhere in no time:
 *
 *     add() ──▶ in the list ──wake()──▶ called ──its task goes on: leave()──▶ gone
 *                   └──its task is cancelled─────────────────────────────────▶ gone
 *
 * *Called* is the gap that loses wake-ups in naive locks: the task was woken and has not run yet, and may still be cancelled
 * before it does. So whoever awaits a waiter calls `leave` whichever way the await ended, and if it threw and `leave` says
 * that it had been called, passes on what it was called for.
 *
 * Prior art: trio's ParkingLot; asyncio's locks keep a deque of futures, from which a cancelled one is removed by searching.
 */
import { PENDING } from "../../core/deferred.js";
import type { LoopCore } from "../../core/loop-core.js";
import { special, SpecialFuture } from "../special-future.js";
import { type Link, LinkedList } from "./linked-list.js";
import type { Resource } from "./resource.js";

/** What a waiting task awaits. */
export class Waiter extends SpecialFuture<void> implements Link<Waiter> {
  /** What it waits for: read by deadlock reports. */
  declare readonly resource: Resource;
  declare list: LinkedList<Waiter> | null;
  declare previous: Waiter | null;
  declare next: Waiter | null;
  /** Waits on when its task is cancelled, which then learns of it when it is woken. */
  declare private readonly patient: boolean;

  /** Leaves the list at once, so that only those who can be woken are in it. */
  override requestCancel(reason: unknown, origin: object | null): boolean {
    if (this.patient) return false;
    this.list?.remove(this);
    return super.requestCancel(reason, origin);
  }
}

special(Waiter);

type Fields = {
  -readonly [K in "loop" | "flags" | "value" | "waiters" | "resource" | "list" | "previous" | "next"]: Waiter[K];
};

// One function that sets all fields: see task-record.ts.
const WaiterRecord = function (
  this: Fields & { patient: boolean },
  loop: LoopCore,
  resource: Resource,
  patient: boolean,
): void {
  this.loop = loop;
  this.flags = PENDING;
  this.value = undefined;
  this.waiters = null;
  this.resource = resource;
  this.list = null;
  this.previous = null;
  this.next = null;
  this.patient = patient;
} as unknown as new (loop: LoopCore, resource: Resource, patient: boolean) => Waiter;

WaiterRecord.prototype = Waiter.prototype;

/** Those who wait for one thing. */
export class Waiters {
  /** How many were woken and have not gone on yet. */
  called = 0;
  readonly #waiting = new LinkedList<Waiter>();
  readonly #resource: Resource;

  constructor(resource: Resource) {
    this.#resource = resource;
  }

  /** How many wait, or were woken and have not gone on yet. */
  get size(): number {
    return this.#waiting.size + this.called;
  }

  /** Whether nobody is there to be woken. */
  get empty(): boolean {
    return this.#waiting.first === null;
  }

  /** Adds one at the end. `patient`: it waits on when its task is cancelled. */
  add(loop: LoopCore, patient = false): Waiter {
    const waiter = new WaiterRecord(loop, this.#resource, patient);
    this.#waiting.add(waiter);
    return waiter;
  }

  /** Adds one in front of all others: somebody who was called in vain keeps the place. */
  addFirst(loop: LoopCore): Waiter {
    const waiter = new WaiterRecord(loop, this.#resource, false);
    this.#waiting.addFirst(waiter);
    return waiter;
  }

  /** Wakes the first; false when there is none. */
  wake(): boolean {
    const { first } = this.#waiting;
    if (first === null) return false;
    this.#waiting.remove(first);
    this.called += 1;
    first.setResult();
    return true;
  }

  /** Wakes everybody who waits now. */
  wakeAll(): void {
    while (this.wake());
  }

  /** The await of `waiter` has ended in some way. Answers whether it had been called. */
  leave(waiter: Waiter): boolean {
    this.#waiting.remove(waiter);
    const called = waiter.done() && !waiter.cancelled();
    if (called) this.called -= 1;
    return called;
  }
}
