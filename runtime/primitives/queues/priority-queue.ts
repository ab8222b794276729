/**
 * `PriorityQueue`: a queue whose least item comes out first. Mirrors `asyncio.PriorityQueue`.
 */
import type { PrimitiveOptions } from "../sync/resource.js";
import { Queue } from "./queue.js";
import { Heap } from "./storage.js";

/** Options of {@link PriorityQueue}. */
export interface PriorityQueueOptions<T> extends PrimitiveOptions {
  /**
   * Negative when `a` comes out before `b`, positive when after, 0 when they are equal. By default values are compared with
   * `<`, arrays element by element (Python's tuples: `[priority, job]`).
   */
  readonly compare?: (a: T, b: T) => number;
}

/**
 * A {@link Queue} in order of priority, lowest first; of equal items, the one that was put first. Mirrors
 * `asyncio.PriorityQueue`.
 */
export class PriorityQueue<T = unknown> extends Queue<T> {
  /** See {@link Queue} and {@link PriorityQueueOptions}. */
  constructor(maxsize?: number, options: PriorityQueueOptions<T> = {}) {
    super(maxsize, options, new Heap(options.compare ?? byValue));
  }
}

function byValue(a: unknown, b: unknown): number {
  if (Array.isArray(a) && Array.isArray(b)) return byElements(a, b);
  if ((a as number) < (b as number)) return -1;
  return (b as number) < (a as number) ? 1 : 0;
}

function byElements(a: readonly unknown[], b: readonly unknown[]): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i += 1) {
    const order = byValue(a[i], b[i]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}
