/**
 * `for await` of compiled code: a record that says what to await, and takes what came of it.
 *
 *     record = forAwait(iterable)
 *     loop:    result = await record.next();  if (!record.accept(result)) leave;  … record.value …
 *     early:   if (record.startClose(threw)) { result = await record.pending; record.endClose(result, threw) }
 */
import { asyncIterator } from "./async-from-sync.js";
import { callMethod, checkResult, getMethod, type IteratorRecord } from "./iteration-protocol.js";

/** ABI: the record of a `for await` loop. */
export class ForAwait {
  /** What `accept()` has found. */
  value: unknown = undefined;
  /** Whether the iterator has ended, or failed. */
  done = false;
  /** What to await after `startClose()` returned true. */
  pending: unknown = undefined;
  private readonly record: IteratorRecord;

  /** @throws what getting the iterator throws; TypeError when it is not iterable */
  constructor(iterable: unknown) {
    this.record = asyncIterator(iterable);
  }

  /** Asks for the next result, which is to be awaited and given to `accept`. */
  next(): unknown {
    // Until a result was accepted the iterator counts as ended: one that fails is not closed.
    this.done = true;
    return callMethod(this.record.next, this.record.iterator, []);
  }

  /** Takes the awaited result: true when `value` holds the next one. @throws TypeError when it is no object */
  accept(result: unknown): boolean {
    const checked = checkResult(result);
    if (checked["done"]) return false;
    this.value = checked["value"];
    this.done = false;
    return true;
  }

  /** Begins to close the iterator. True: `pending` must be awaited, and the result given to `endClose`. */
  startClose(threw: boolean): boolean {
    if (this.done) return false;
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
