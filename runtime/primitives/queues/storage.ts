/**
 * How a queue keeps its items: the only thing in which the kinds of queues differ.
 */

/** Where the items of a queue are. */
export interface Storage<T> extends Iterable<T> {
  readonly size: number;
  push(item: T): void;
  /** Takes out the next one; there is one. */
  pop(): T;
}

/** Room for so many items is kept when there are none: engines take their time to shrink an array and to grow it again. */
const keptRoom = 1024;

/** First in, first out, in no time: an array whose front is cut off when half of it has gone. */
export class Fifo<T> implements Storage<T> {
  #items: (T | undefined)[] = [];
  #first = 0;
  #end = 0;

  get size(): number {
    return this.#end - this.#first;
  }

  push(item: T): void {
    if (this.#end < this.#items.length) this.#items[this.#end] = item;
    else this.#items.push(item);
    this.#end += 1;
  }

  pop(): T {
    const item = this.#items[this.#first] as T;
    this.#items[this.#first] = undefined;
    this.#first += 1;
    if (this.#first === this.#end) {
      if (this.#items.length > keptRoom) this.#items = [];
      this.#first = 0;
      this.#end = 0;
    } else if (this.#first * 2 > this.#end && this.#first >= 32) {
      this.#items = this.#items.slice(this.#first, this.#end);
      this.#end -= this.#first;
      this.#first = 0;
    }
    return item;
  }

  *[Symbol.iterator](): Iterator<T> {
    for (let i = this.#first; i < this.#end; i += 1) yield this.#items[i] as T;
  }
}

/** Last in, first out. */
export class Lifo<T> implements Storage<T> {
  readonly #items: T[] = [];

  get size(): number {
    return this.#items.length;
  }

  push(item: T): void {
    this.#items.push(item);
  }

  pop(): T {
    return this.#items.pop() as T;
  }

  [Symbol.iterator](): Iterator<T> {
    return this.#items[Symbol.iterator]();
  }
}

/** The least first; of equals the one that came first, which Python's heap leaves open. */
export class Heap<T> implements Storage<T> {
  readonly #entries: { readonly item: T; readonly number: number }[] = [];
  readonly #compare: (a: T, b: T) => number;
  #pushed = 0;

  /** @param compare negative when `a` comes before `b` */
  constructor(compare: (a: T, b: T) => number) {
    this.#compare = compare;
  }

  get size(): number {
    return this.#entries.length;
  }

  push(item: T): void {
    const entries = this.#entries;
    const entry = { item, number: this.#pushed++ };
    let at = entries.length;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.#before(entry, entries[above]!)) break;
      entries[at] = entries[above]!;
      at = above;
    }
    entries[at] = entry;
  }

  pop(): T {
    const entries = this.#entries;
    const top = entries[0]!;
    const last = entries.pop()!;
    const count = entries.length;
    if (count === 0) return top.item;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= count) break;
      if (below + 1 < count && this.#before(entries[below + 1]!, entries[below]!)) below += 1;
      if (!this.#before(entries[below]!, last)) break;
      entries[at] = entries[below]!;
      at = below;
    }
    entries[at] = last;
    return top.item;
  }

  #before(a: { item: T; number: number }, b: { item: T; number: number }): boolean {
    const order = this.#compare(a.item, b.item);
    return order < 0 || (order === 0 && a.number < b.number);
  }

  /** In no particular order, except that the least is first. */
  *[Symbol.iterator](): Iterator<T> {
    for (const { item } of this.#entries) yield item;
  }
}
