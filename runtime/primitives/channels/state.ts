/**
 * What the ends of a channel share. Values go from senders to receivers directly where one waits, else through the buffer:
 *
 *     senders that wait ──▶ buffer (up to `capacity`) ──▶ receivers that wait
 *     none unless the buffer is full                      none unless the buffer is empty
 */
import { Fifo } from "../queues/storage.js";
import { LinkedList } from "../sync/linked-list.js";
import { type PrimitiveOptions, Resource } from "../sync/resource.js";
import type { Offer } from "./attempt.js";
import { BrokenResourceError, EndOfChannel } from "./errors.js";

/** How a channel is doing. */
export interface ChannelStatistics {
  /** How many values are in the buffer. */
  readonly buffered: number;
  /** How many values fit in there. */
  readonly capacity: number;
  /** How many sending ends are open. */
  readonly openSenders: number;
  /** How many receiving ends are open. */
  readonly openReceivers: number;
  /** How many tasks wait to send. */
  readonly waitingSenders: number;
  /** How many tasks wait to receive. */
  readonly waitingReceivers: number;
}

/** See above. */
export class ChannelState<T> extends Resource {
  readonly capacity: number;
  readonly senders = new LinkedList<Offer>();
  readonly receivers = new LinkedList<Offer>();
  openSenders = 0;
  openReceivers = 0;
  readonly #buffer = new Fifo<T>();

  constructor(capacity: number, options: PrimitiveOptions | undefined) {
    super(options);
    this.capacity = capacity;
  }

  /** Sends it if that needs no waiting. @throws {BrokenResourceError} when nobody can receive it */
  trySend(value: T): boolean {
    if (this.openReceivers === 0) throw this.broken();
    const receiver = this.receivers.first;
    if (receiver !== null) receiver.accept(value);
    else if (this.#buffer.size < this.capacity) this.#buffer.push(value);
    else return false;
    return true;
  }

  /** Receives something if that needs no waiting. @throws {EndOfChannel} when nothing can come any more */
  tryReceive(): { readonly value: T } | undefined {
    const sender = this.senders.first;
    if (sender !== null) {
      this.#buffer.push(sender.value as T);
      sender.accept(undefined);
    }
    if (this.#buffer.size > 0) return { value: this.#buffer.pop() };
    if (this.openSenders === 0) throw this.ended();
    return undefined;
  }

  /** A sending end was closed. */
  senderClosed(): void {
    this.openSenders -= 1;
    if (this.openSenders === 0) refuseAll(this.receivers, () => this.ended());
  }

  /** A receiving end was closed. */
  receiverClosed(): void {
    this.openReceivers -= 1;
    if (this.openReceivers > 0) return;
    refuseAll(this.senders, () => this.broken());
    while (this.#buffer.size > 0) this.#buffer.pop();
  }

  private broken(): BrokenResourceError {
    return new BrokenResourceError(`nobody receives from ${this.describe()} any more: every receiving end was closed`);
  }

  private ended(): EndOfChannel {
    return new EndOfChannel(`nothing comes through ${this.describe()} any more: every sending end was closed`);
  }

  statistics(): ChannelStatistics {
    return {
      buffered: this.#buffer.size,
      capacity: this.capacity,
      openSenders: this.openSenders,
      openReceivers: this.openReceivers,
      waitingSenders: this.senders.size,
      waitingReceivers: this.receivers.size,
    };
  }

  override describe(): string {
    return this.named("channel");
  }
}

/** Ends every wait in a line (of one end, if given). */
export function refuseAll(line: LinkedList<Offer>, error: () => Error, end?: object): void {
  for (const offer of line) if (end === undefined || offer.end === end) offer.refuse(error());
}
