/**
 * `Queue`: hands items from tasks that put to tasks that get. Mirrors `asyncio.Queue`, `shutdown` (3.13) included.
 *
 * Both sides are a `Line`: getters in front of the items, putters in front of the free places. Being woken is not having:
 * the item stays in the queue until the getter goes on, so that one that is cancelled in between loses nothing. Unlike
 * asyncio's it is fair on both sides: who comes later does not take what an earlier one was woken for (`getNowait` and
 * `putNowait`, which cannot wait, do).
 */
import { Event } from "../sync/event.js";
import { Line } from "../sync/line.js";
import { type PrimitiveOptions, Resource } from "../sync/resource.js";
import { QueueEmpty, QueueFull, QueueShutDown, QueueStateError } from "./errors.js";
import { Fifo, type Storage } from "./storage.js";

/** Options of {@link Queue.shutdown}. */
export interface ShutdownOptions {
  /** True: what is in the queue is dropped, and counts as done. */
  readonly immediate?: boolean;
}

/**
 * A first-in, first-out queue for tasks. Mirrors `asyncio.Queue`.
 *
 *     await queue.put(job);            // waits while it is full
 *     const job = await queue.get();   // waits while it is empty
 *
 * An item that is itself a promise is awaited on its way out of `get`, as everything an async function returns; wrap it in
 * an object to hand it over as it is.
 */
export class Queue<T = unknown> extends Resource {
  /** How many items it holds at most; 0 or less: any number. Mirrors `Queue.maxsize`. */
  readonly maxsize: number;
  readonly #items: Storage<T>;
  readonly #getters = new Line(this, () => (this.#shutDown ? Infinity : this.#items.size));
  readonly #putters = new Line(this, () => (this.#shutDown ? Infinity : this.#places()));
  readonly #finished: Event;
  #unfinished = 0;
  #shutDown = false;

  /**
   * @param maxsize how many items it holds at most; 0 (the default) or less: any number
   * @param options.name for messages
   */
  constructor(maxsize?: number, options?: PrimitiveOptions);
  /** @internal `storage` keeps the items. */
  constructor(maxsize: number | undefined, options: PrimitiveOptions | undefined, storage: Storage<T>);
  constructor(maxsize = 0, options: PrimitiveOptions = {}, storage: Storage<T> = new Fifo()) {
    super(options);
    this.maxsize = maxsize;
    this.#items = storage;
    this.#finished = new Event(options);
    this.#finished.set();
  }

  /** How many items are in it. Mirrors `Queue.qsize`. */
  qsize(): number {
    return this.#items.size;
  }

  /** Whether there is nothing in it. Mirrors `Queue.empty`. */
  empty(): boolean {
    return this.#items.size === 0;
  }

  /** Whether `maxsize` items are in it; never, without a limit. Mirrors `Queue.full`. */
  full(): boolean {
    return this.#places() <= 0;
  }

  #places(): number {
    return this.maxsize > 0 ? this.maxsize - this.#items.size : Infinity;
  }

  /**
   * Puts an item in, once there is a place for it. Mirrors `Queue.put`. A coroutine: it must be awaited; when it is cancelled, the item was not
   * put. Throws {@link QueueShutDown} when the queue is shut down, before or meanwhile.
   */
  async put(item: T): Promise<void> {
    "use coroutine";
    if (!this.#putters.free) await this.#putters.enter(this.loop());
    try {
      this.putNowait(item);
    } finally {
      this.#putters.call();
    }
  }

  /**
   * Puts an item in at once. Mirrors `Queue.put_nowait`.
   *
   * @throws {QueueFull} when there is no place.
   * @throws {QueueShutDown} when the queue is shut down.
   */
  putNowait(item: T): void {
    if (this.#shutDown) throw new QueueShutDown(`${this.describe()} is shut down: nothing can be put any more`);
    if (this.full()) throw new QueueFull(`${this.describe()} is full: it holds ${this.maxsize} at most`);
    this.#items.push(item);
    this.#unfinished += 1;
    this.#finished.clear();
    this.#getters.call();
  }

  /**
   * Takes the next item out, once there is one. Mirrors `Queue.get`. A coroutine: it must be awaited; when it is cancelled, nothing was taken.
   * Throws {@link QueueShutDown} when the queue is shut down and nothing is left in it.
   */
  async get(): Promise<T> {
    "use coroutine";
    if (!this.#getters.free) await this.#getters.enter(this.loop());
    try {
      return this.getNowait();
    } finally {
      this.#getters.call();
    }
  }

  /**
   * Takes the next item out at once. Mirrors `Queue.get_nowait`.
   *
   * @throws {QueueEmpty} when there is none.
   * @throws {QueueShutDown} when the queue is shut down and nothing is left in it.
   */
  getNowait(): T {
    if (this.empty()) {
      if (this.#shutDown) throw new QueueShutDown(`${this.describe()} is shut down, and nothing is left in it`);
      throw new QueueEmpty(`${this.describe()} is empty`);
    }
    const item = this.#items.pop();
    this.#putters.call();
    return item;
  }

  /**
   * Says that the work on an item that was taken out is done; see {@link join}. Mirrors `Queue.task_done`.
   *
   * @throws {QueueStateError} when it is called more often than items were put in.
   */
  taskDone(): void {
    if (this.#unfinished <= 0) {
      throw new QueueStateError(`taskDone() of ${this.describe()} was called more often than items were put into it`);
    }
    this.#finish(1);
  }

  #finish(count: number): void {
    this.#unfinished = Math.max(0, this.#unfinished - count);
    if (this.#unfinished === 0) this.#finished.set();
  }

  /**
   * Waits until every item that was put in was taken out and reported with {@link taskDone}. Mirrors `Queue.join`. A
   * coroutine: it must be awaited.
   */
  async join(): Promise<void> {
    "use coroutine";
    if (this.#unfinished > 0) await this.#finished.wait();
  }

  /**
   * Ends it: nothing can be put any more, and `get` throws once nothing is left. Those who wait learn of it at once. May be
   * called again, to drop what is left. Mirrors `Queue.shutdown`.
   *
   * @param options whether to drop what is in it
   */
  shutdown(options: ShutdownOptions = {}): void {
    const { immediate = false } = options;
    this.#shutDown = true;
    if (immediate) {
      let dropped = 0;
      for (; !this.empty(); dropped += 1) this.#items.pop();
      this.#finish(dropped);
    }
    this.#getters.call();
    this.#putters.call();
  }

  /** @internal */
  override describe(): string {
    return this.named("queue");
  }

  /** For messages: `Queue [maxsize: 2, items: 1, getters: 0 …]`; what is 0 is left out. */
  override toString(): string {
    const parts = [`maxsize: ${this.maxsize}`];
    if (!this.empty()) parts.push(`items: ${this.#items.size}`);
    if (this.#getters.size > 0) parts.push(`getters: ${this.#getters.size}`);
    if (this.#putters.size > 0) parts.push(`putters: ${this.#putters.size}`);
    if (this.#unfinished > 0) parts.push(`unfinished: ${this.#unfinished}`);
    if (this.#shutDown) parts.push("shut down");
    return `${this.constructor.name} [${parts.join(", ")}]`;
  }
}
