/**
 * `for await` of compiled code: a record that says what to await, and takes what came of it.
 *
 *     record = forAwait(iterable)
 *     loop:    result = await record.next($);  if (!record.accept(result)) leave;  … record.value …
 *     early:   if (record.startClose(threw, cancellation)) { result = await record.pending; record.endClose(result, threw) }
 *
 * The await of `next()` lies inside the region that closes, because of one case ECMAScript does not know: the task is
 * cancelled while it waits there. The iterator has neither ended nor failed then, so it is closed; when `next()` itself
 * throws or rejects it counts as ended, and is not.
 */
import { asyncIterator } from "./async-from-sync.js";
import { CoroutineFrame } from "./coroutine-frame.js";
import { AsyncGenerator, bodyOf, type GeneratorMethods } from "./generator-object.js";
import { callMethod, checkResult, getMethod, type IteratorRecord } from "./iteration-protocol.js";
import type { Root } from "./root.js";

/** ABI: the record of a `for await` loop. */
export class ForAwait {
  /** What `accept()` has found. */
  value: unknown = undefined;
  /** Whether the iterator has ended, or failed. */
  done = false;
  /** What to await after `startClose()` returned true. */
  pending: unknown = undefined;
  /** Whether the result of `next()` is being awaited. */
  private waiting = false;
  private readonly record: IteratorRecord;
  /** The iterator's, when it is an async generator of this runtime. */
  private readonly body: GeneratorMethods | undefined;

  /** @throws what getting the iterator throws; TypeError when it is not iterable */
  constructor(iterable: unknown) {
    this.record = asyncIterator(iterable);
    const { iterator, next } = this.record;
    this.body = next === AsyncGenerator.prototype.next ? bodyOf(iterator) : undefined;
  }

  /** Asks for the next result, which the function of `frame` is to await on the spot and to give to `accept`. */
  next(frame?: Root | CoroutineFrame): unknown {
    // Until a result was accepted the iterator counts as ended: one that fails is not closed.
    this.done = true;
    this.waiting = false;
    const root = frame instanceof CoroutineFrame ? frame.root : frame;
    const result =
      this.body === undefined || root === undefined || root === null
        ? callMethod(this.record.next, this.record.iterator, [])
        : this.body.nextFor(root);
    this.waiting = true;
    return result;
  }

  /** Takes the awaited result: true when `value` holds the next one. @throws TypeError when it is no object */
  accept(result: unknown): boolean {
    this.waiting = false;
    const checked = checkResult(result);
    if (checked["done"]) return false;
    this.value = checked["value"];
    this.done = false;
    return true;
  }

  /**
   * Begins to close the iterator. True: `pending` must be awaited, and the result given to `endClose`.
   * @param threw whether an error is on its way; what `return()` throws is swallowed then
   * @param cancellation that error, when it is the cancellation with which the task unwinds (`$.cleanup(error)`)
   */
  startClose(threw: boolean, cancellation?: unknown): boolean {
    const interrupted = this.waiting && cancellation !== undefined;
    this.waiting = false;
    if (this.done && !interrupted) return false;
    this.done = true;
    try {
      const method = getMethod(this.record.iterator, "return");
      if (method === undefined) return false;
      this.pending = callMethod(method, this.record.iterator, []);
      return true;
    } catch (error) {
      if (!threw) throw error;
      return false;
    }
  }

  /** Ends closing. @throws TypeError when the result is no object and no error is on its way */
  endClose(result: unknown, threw: boolean): void {
    this.pending = undefined;
    if (!threw) checkResult(result);
  }
}

/** ABI: begins a `for await` loop. */
export function forAwait(iterable: unknown): ForAwait {
  return new ForAwait(iterable);
}
