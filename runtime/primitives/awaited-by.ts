/**
 * Edges of the await graph that the runtime cannot see: somebody waits for a future by other means than awaiting it (by a
 * callback, say). For diagnostics only. Mirror `asyncio.future_add_to_awaited_by` and `future_discard_from_awaited_by`.
 */
import type { Deferred, Waiter } from "../core/deferred.js";

class Edge implements Waiter {
  private readonly by: Deferred;

  constructor(by: Deferred) {
    this.by = by;
  }

  run(): void {}

  consumerKey(): null {
    return null;
  }

  awaiter(): Deferred {
    return this.by;
  }
}

const edges = new WeakMap<Deferred, Map<Deferred, Edge>>();

/**
 * Notes that `waiter` waits for `future`, until that is done or {@link futureDiscardFromAwaitedBy} is called: an edge
 * of the await graph that the runtime cannot see. For diagnostics only. Mirrors `asyncio.future_add_to_awaited_by`.
 */
export function futureAddToAwaitedBy(future: Deferred, waiter: Deferred): void {
  if (future.done()) return;
  let known = edges.get(future);
  if (known === undefined) edges.set(future, (known = new Map<Deferred, Edge>()));
  if (known.has(waiter)) return;
  const edge = new Edge(waiter);
  known.set(waiter, edge);
  future.subscribe(edge);
}

/** Undoes {@link futureAddToAwaitedBy}. Mirrors `asyncio.future_discard_from_awaited_by`. */
export function futureDiscardFromAwaitedBy(future: Deferred, waiter: Deferred): void {
  const known = edges.get(future);
  const edge = known?.get(waiter);
  if (edge === undefined) return;
  known?.delete(waiter);
  if (!future.done()) future.unsubscribe(edge);
}
