/**
 * Loops of compiled code: `for…of`, `for…in` and array destructuring that have an `await` inside. A record holds the iterator
 * between the turns; compiled code asks it for the next value and closes it when it leaves early.
 */
import {
  type Any,
  callMethod,
  checkResult,
  getMethod,
  type IteratorRecord,
  syncIterator,
} from "./iteration-protocol.js";

/** ABI: the record of a `for…of` loop or an array pattern. */
export class ForOf {
  /** What `next()` has found. */
  value: unknown = undefined;
  /** Whether the iterator has ended, or failed. */
  done = false;
  private readonly record: IteratorRecord;

  /** @throws what getting the iterator throws; TypeError when it is not iterable */
  constructor(iterable: unknown) {
    this.record = syncIterator(iterable);
  }

  /** Goes on: true when `value` holds the next one. */
  next(): boolean {
    // Until a value was read the iterator counts as ended: one that fails is not closed.
    this.done = true;
    const result = checkResult(callMethod(this.record.next, this.record.iterator, []));
    if (result["done"]) return false;
    this.value = result["value"];
    this.done = false;
    return true;
  }

  /** Array destructuring: the next value, or undefined after the end. */
  take(): unknown {
    return !this.done && this.next() ? this.value : undefined;
  }

  /** Array destructuring: `...rest`. */
  rest(): unknown[] {
    const values: unknown[] = [];
    while (!this.done && this.next()) values.push(this.value);
    return values;
  }

  /**
   * Closes the iterator unless it has ended.
   * @param threw whether an error is on its way; errors of the iterator's `return()` are swallowed then
   */
  close(threw: boolean): void {
    if (this.done) return;
    this.done = true;
    try {
      const method = getMethod(this.record.iterator, "return");
      if (method === undefined) return;
      const result = callMethod(method, this.record.iterator, []);
      if (!threw) checkResult(result);
    } catch (error) {
      if (!threw) throw error;
    }
  }
}

/** ABI: begins a `for…of` loop or an array pattern. */
export function forOf(iterable: unknown): ForOf {
  return new ForOf(iterable);
}

/** ABI: the record of a `for…in` loop: keys deleted before they are visited are left out. */
export class ForIn {
  /** What `next()` has found. */
  value: string | undefined = undefined;
  private readonly object: Any | null;
  private readonly keys: string[] = [];
  private at = 0;

  constructor(object: unknown) {
    this.object = object === null || object === undefined ? null : (Object(object) as Any);
    if (this.object !== null) for (const key in this.object) this.keys.push(key);
  }

  /** Goes on: true when `value` holds the next key. */
  next(): boolean {
    while (this.at < this.keys.length) {
      const key = this.keys[this.at++] as string;
      if (!(key in (this.object as Any))) continue;
      this.value = key;
      return true;
    }
    return false;
  }
}

/** ABI: begins a `for…in` loop. */
export function forIn(object: unknown): ForIn {
  return new ForIn(object);
}
