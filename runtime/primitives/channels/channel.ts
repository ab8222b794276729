/**
 * Memory channels: values go from tasks that send to tasks that receive, and both sides can say that they are finished.
 * trio's and anyio's memory object streams; Go's channels, with the two ends apart.
 *
 *     const [send, receive] = createChannel<Job>(10);
 *     producer:  using out = send;   await out.send(job);
 *     consumer:  for await (const job of receive) …          // ends when every sending end was closed
 *
 * A queue with an end on each side: `clone()` gives another task an end of its own, and when all ends of one side were
 * closed, the other side learns it. With capacity 0, `send` returns when somebody has received the value.
 */
import { ArgumentError } from "../argument-error.js";
import type { PrimitiveOptions } from "../sync/resource.js";
import { Attempt, Offer } from "./attempt.js";
import { ClosedResourceError, EndOfChannel, WouldBlock } from "./errors.js";
import { type ChannelStatistics, ChannelState, refuseAll } from "./state.js";

/** An operation `select` can wait for: made by `sending` and `receiving`. */
export interface Selectable<R> {
  /** @internal What the result will be; for types only. */
  readonly result?: R;
  /** @internal The channel. */
  readonly state: ChannelState<unknown>;
  /** @internal Does it if that needs no waiting. */
  poll(): { readonly value: unknown } | undefined;
  /** @internal Puts itself in line. */
  enlist(attempt: Attempt, key: string): void;
}

/** What both ends can do. */
abstract class End {
  /** @internal */
  protected readonly state: ChannelState<unknown>;
  #closed = false;

  /** @internal */
  protected constructor(state: ChannelState<unknown>) {
    this.state = state;
  }

  /** Whether this end was closed. */
  get closed(): boolean {
    return this.#closed;
  }

  /** @internal */
  protected check(): void {
    if (this.#closed) throw closedError(this.state);
  }

  /**
   * Closes this end. Tasks that wait through it get a {@link ClosedResourceError}; once the last end of a side is closed, the
   * other side is told. May be called again.
   */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.closing();
  }

  /** @internal */
  protected abstract closing(): void;

  /** Closes it: for `using`. */
  [Symbol.dispose](): void {
    this.close();
  }

  /** How the channel is doing. */
  statistics(): ChannelStatistics {
    return this.state.statistics();
  }
}

function closedError(state: ChannelState<unknown>): ClosedResourceError {
  return new ClosedResourceError(`this end of ${state.describe()} was closed`);
}

/** The end of a channel that values go into. Made by {@link createChannel} and {@link SendChannel.clone}. */
export class SendChannel<T> extends End {
  /** @internal Use `createChannel`. */
  constructor(state: ChannelState<unknown>) {
    super(state);
    state.openSenders += 1;
  }

  /**
   * Sends a value, once there is a place for it in the buffer or somebody who receives it. A coroutine: it must be awaited;
   * when it throws `CancelledError` nothing was sent.
   *
   * Throws {@link ClosedResourceError} when this end is closed, {@link BrokenResourceError} when all receiving ends are.
   */
  async send(value: T): Promise<void> {
    "use coroutine";
    this.check();
    if (this.state.trySend(value)) return;
    const attempt = new Attempt(this.state.loop(), this.state);
    this.sending(value).enlist(attempt, "");
    await attempt.outcome();
  }

  /**
   * Sends a value at once.
   *
   * @throws {WouldBlock} when it would have to wait.
   * @throws {ClosedResourceError} when this end is closed.
   * @throws {BrokenResourceError} when all receiving ends are closed.
   */
  sendNowait(value: T): void {
    this.check();
    if (!this.state.trySend(value))
      throw new WouldBlock(`${this.state.describe()} is full, and nobody waits to receive`);
  }

  /** Sending `value`, as a case of `select`. */
  sending(value: T): Selectable<void> {
    return {
      state: this.state,
      poll: () => {
        this.check();
        return this.state.trySend(value) ? { value: undefined } : undefined;
      },
      enlist: (attempt, key) => {
        const offer = new Offer(attempt, key, this, value);
        attempt.offers.push(offer);
        this.state.senders.add(offer);
      },
    };
  }

  /** Another sending end of the same channel. @throws {ClosedResourceError} when this one is closed */
  clone(): SendChannel<T> {
    this.check();
    return new SendChannel(this.state);
  }

  /** @internal */
  protected override closing(): void {
    refuseAll(this.state.senders, () => closedError(this.state), this);
    this.state.senderClosed();
  }
}

/**
 * The end of a channel that values come out of. Made by {@link createChannel} and {@link ReceiveChannel.clone}.
 *
 * An async iterator, too: `for await` ends when every sending end was closed. Leaving the loop early does not close it.
 */
export class ReceiveChannel<T> extends End implements AsyncIterableIterator<T> {
  /** @internal Use `createChannel`. */
  constructor(state: ChannelState<unknown>) {
    super(state);
    state.openReceivers += 1;
  }

  /**
   * Receives the next value, once there is one. A coroutine: it must be awaited; when it throws `CancelledError` nothing was
   * received.
   *
   * Throws {@link ClosedResourceError} when this end is closed, {@link EndOfChannel} when all sending ends are and nothing is
   * left.
   */
  async receive(): Promise<T> {
    "use coroutine";
    this.check();
    const received = this.state.tryReceive();
    if (received !== undefined) return received.value as T;
    const attempt = new Attempt(this.state.loop(), this.state);
    this.receiving().enlist(attempt, "");
    const { value } = await attempt.outcome();
    return value as T;
  }

  /**
   * Receives the next value at once.
   *
   * @throws {WouldBlock} when there is none.
   * @throws {ClosedResourceError} when this end is closed.
   * @throws {EndOfChannel} when all sending ends are closed and nothing is left.
   */
  receiveNowait(): T {
    this.check();
    const received = this.state.tryReceive();
    if (received === undefined) throw new WouldBlock(`nothing is there to be received from ${this.state.describe()}`);
    return received.value as T;
  }

  /** Receiving a value, as a case of `select`. */
  receiving(): Selectable<T> {
    return {
      state: this.state,
      poll: () => {
        this.check();
        return this.state.tryReceive();
      },
      enlist: (attempt, key) => {
        const offer = new Offer(attempt, key, this, undefined);
        attempt.offers.push(offer);
        this.state.receivers.add(offer);
      },
    };
  }

  /** Another receiving end of the same channel: each value goes to one of them. @throws {ClosedResourceError} when this one is closed */
  clone(): ReceiveChannel<T> {
    this.check();
    return new ReceiveChannel(this.state);
  }

  /** The next value, or the end. A coroutine: it must be awaited. */
  async next(): Promise<IteratorResult<T, undefined>> {
    "use coroutine";
    try {
      return { value: await this.receive(), done: false };
    } catch (error) {
      if (error instanceof EndOfChannel) return { value: undefined, done: true };
      throw error;
    }
  }

  /** Itself. */
  [Symbol.asyncIterator](): this {
    return this;
  }

  /** @internal */
  protected override closing(): void {
    refuseAll(this.state.receivers, () => closedError(this.state), this);
    this.state.receiverClosed();
  }
}

/**
 * Makes a channel: its sending end and its receiving end. (Not in asyncio; trio's `open_memory_channel`.)
 *
 * @param capacity how many values it holds at most; 0: a value goes directly from a sender to a receiver; `Infinity`: any
 * number
 * @param options.name for messages
 * @throws {ArgumentError} when the capacity is no number, or negative.
 */
export function createChannel<T>(
  capacity: number,
  options?: PrimitiveOptions,
): [send: SendChannel<T>, receive: ReceiveChannel<T>] {
  if (typeof capacity !== "number" || !(capacity >= 0)) {
    throw new ArgumentError(`a channel needs a capacity, 0 or more (or Infinity); got ${String(capacity)}`);
  }
  const state = new ChannelState<unknown>(capacity, options);
  return [new SendChannel<T>(state), new ReceiveChannel<T>(state)];
}
