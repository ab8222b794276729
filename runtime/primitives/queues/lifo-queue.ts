/**
 * `LifoQueue`: a queue whose newest item comes out first. Mirrors `asyncio.LifoQueue`.
 */
import type { PrimitiveOptions } from "../sync/resource.js";
import { Queue } from "./queue.js";
import { Lifo } from "./storage.js";

/** A last-in, first-out {@link Queue}. Mirrors `asyncio.LifoQueue`. */
export class LifoQueue<T = unknown> extends Queue<T> {
  /** See {@link Queue}. */
  constructor(maxsize?: number, options?: PrimitiveOptions) {
    super(maxsize, options, new Lifo());
  }
}
