/**
 * `Event`: a flag that tasks can wait for. Mirrors `asyncio.Event`.
 */
import { type PrimitiveOptions, Resource } from "./resource.js";
import { Waiters } from "./waiters.js";

/**
 * Tells any number of tasks that something has happened. Mirrors `asyncio.Event`.
 *
 *     await ready.wait();              // goes on at once when it is set
 *
 * `set(); clear();` lets those go on who wait at that moment, and nobody who comes later.
 */
export class Event extends Resource {
  #set = false;
  readonly #waiters = new Waiters(this);

  /** @param options.name for messages */
  constructor(options?: PrimitiveOptions) {
    super(options);
  }

  /** Whether it is set. Mirrors `Event.is_set`. */
  isSet(): boolean {
    return this.#set;
  }

  /** Sets it: everybody who waits goes on, and whoever comes later does not wait. Mirrors `Event.set`. */
  set(): void {
    this.#set = true;
    this.#waiters.wakeAll();
  }

  /** Takes the flag down: whoever comes from now on waits. Mirrors `Event.clear`. */
  clear(): void {
    this.#set = false;
  }

  /** Waits until it is set. Mirrors `Event.wait`. A coroutine: it must be awaited. */
  async wait(): Promise<true> {
    "use coroutine";
    if (this.#set) return true;
    const waiter = this.#waiters.add(this.loop());
    try {
      await waiter;
    } finally {
      this.#waiters.leave(waiter);
    }
    return true;
  }

  /** @internal */
  override describe(): string {
    return this.named("event");
  }

  /** For messages: `Event [unset, waiters: 2]`. */
  override toString(): string {
    const waiting = this.#waiters.size;
    return `Event [${this.#set ? "set" : "unset"}${waiting > 0 ? `, waiters: ${waiting}` : ""}]`;
  }
}
