/**
 * What is to run later: a binary heap ordered by (when, seq), so that equal deadlines keep the order in which they were
 * set (asyncio leaves that open). A cancelled entry stays where it is until it reaches the top, or until more than 100
 * entries and more than half of all are cancelled: then the heap is rebuilt without them (asyncio's numbers).
 */

/** What the heap orders. */
export interface Timed {
  /** The deadline, in the loop's milliseconds. */
  readonly when: number;
  /** Rises with every timer set. */
  readonly seq: number;
  /** True once it need not run any more. */
  cancelled(): boolean;
}

const purgeAbove = 100;

function before(a: Timed, b: Timed): boolean {
  return a.when < b.when || (a.when === b.when && a.seq < b.seq);
}

export class TimerHeap<T extends Timed> {
  private heap: T[] = [];
  private dead = 0;

  /** How many entries are not cancelled. */
  get live(): number {
    return this.heap.length - this.dead;
  }

  /** How many entries the heap holds, cancelled ones included. */
  get size(): number {
    return this.heap.length;
  }

  add(entry: T): void {
    this.heap.push(entry);
    this.up(this.heap.length - 1);
  }

  /** To be called when an entry that is still in the heap was cancelled. */
  noteCancelled(): void {
    this.dead += 1;
    if (this.heap.length > purgeAbove && this.dead * 2 > this.heap.length) this.purge();
  }

  private purge(): void {
    this.heap = this.heap.filter((entry) => !entry.cancelled());
    this.dead = 0;
    for (let i = (this.heap.length >> 1) - 1; i >= 0; i -= 1) this.down(i);
  }

  /** The earliest entry that is not cancelled; undefined when there is none. */
  first(): T | undefined {
    for (;;) {
      const top = this.heap[0];
      if (top === undefined || !top.cancelled()) return top;
      this.removeTop();
      this.dead -= 1;
    }
  }

  /** Removes and returns the earliest entry when it is due at `now` (milliseconds); undefined otherwise. */
  takeDue(now: number): T | undefined {
    const top = this.first();
    if (top === undefined || top.when > now) return undefined;
    this.removeTop();
    return top;
  }

  clear(): void {
    this.heap = [];
    this.dead = 0;
  }

  private removeTop(): void {
    const last = this.heap.pop();
    if (last === undefined || this.heap.length === 0) return;
    this.heap[0] = last;
    this.down(0);
  }

  private up(start: number): void {
    const heap = this.heap;
    const entry = heap[start] as T;
    let at = start;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above] as T;
      if (!before(entry, parent)) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = entry;
  }

  private down(start: number): void {
    const heap = this.heap;
    const entry = heap[start] as T;
    let at = start;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= heap.length) break;
      const right = below + 1;
      if (right < heap.length && before(heap[right] as T, heap[below] as T)) below = right;
      const child = heap[below] as T;
      if (!before(child, entry)) break;
      heap[at] = child;
      at = below;
    }
    heap[at] = entry;
  }
}
