/**
 * ECMAScript's async-from-sync iterator: what `for await` and `yield*` see of an iterable that is only a sync one. Every
 * value is awaited; when it rejects, or the wait for it is cancelled, the sync iterator is closed.
 */
import { currentLoop } from "./ambient.js";
import { Deferred, FULFILLED, HANDLED } from "./deferred.js";
import {
  callMethod,
  checkResult,
  getMethod,
  iteratorFrom,
  type IteratorRecord,
  syncIterator,
} from "./iteration-protocol.js";
import { isOwnConstructor } from "./own-constructors.js";
import { bare, Promise } from "./promise.js";
import { isObject, markFinally, Reaction, resolveWith } from "./resolution.js";

/** ECMAScript's GetIterator(value, async). */
export function asyncIterator(iterable: unknown): IteratorRecord {
  const method = getMethod(iterable, Symbol.asyncIterator);
  if (method !== undefined) return iteratorFrom(method, iterable);
  const wrapped = new AsyncFromSync(syncIterator(iterable));
  return { iterator: wrapped, next: wrapped.next };
}

class AsyncFromSync {
  private readonly sync: IteratorRecord;

  constructor(sync: IteratorRecord) {
    this.sync = sync;
  }

  next(...args: [unknown?]): Promise {
    return this.guarded((promise) => {
      const result = checkResult(callMethod(this.sync.next, this.sync.iterator, args));
      this.pass(result, promise, true);
    });
  }

  return(...args: [unknown?]): Promise {
    return this.guarded((promise) => {
      const method = getMethod(this.sync.iterator, "return");
      if (method === undefined) {
        resolveWith(promise, { value: args[0], done: true });
        return;
      }
      this.pass(checkResult(callMethod(method, this.sync.iterator, args)), promise, false);
    });
  }

  throw(...args: [unknown?]): Promise {
    return this.guarded((promise) => {
      const method = getMethod(this.sync.iterator, "throw");
      if (method === undefined) {
        this.closeSync();
        throw new TypeError("The iterator does not provide a 'throw' method.");
      }
      this.pass(checkResult(callMethod(method, this.sync.iterator, args)), promise, true);
    });
  }

  private guarded(body: (promise: Promise) => void): Promise {
    const promise = new Promise(bare, currentLoop());
    try {
      body(promise);
    } catch (error) {
      promise.reject(error);
    }
    return promise;
  }

  private closeSync(): void {
    const method = getMethod(this.sync.iterator, "return");
    if (method !== undefined) checkResult(callMethod(method, this.sync.iterator, []));
  }

  /** ECMAScript's AsyncFromSyncIteratorContinuation. */
  private pass(result: Record<PropertyKey, unknown>, promise: Promise, closeOnRejection: boolean): void {
    const done = Boolean(result["done"]);
    const value = result["value"];
    const closing = !done && closeOnRejection;
    let slot: Deferred;
    try {
      slot = slotFor(value, promise.loop);
    } catch (error) {
      if (closing) this.closeQuietly();
      throw error;
    }
    const rejected = closing
      ? markFinally((error: unknown) => {
          this.closeQuietly();
          throw error;
        })
      : undefined;
    slot.flags |= HANDLED;
    slot.subscribe(new Reaction(slot, (settled) => ({ value: settled, done }), rejected, promise, null));
  }

  private closeQuietly(): void {
    try {
      const method = getMethod(this.sync.iterator, "return");
      if (method !== undefined) callMethod(method, this.sync.iterator, []);
    } catch {
      // The first error is the one that counts.
    }
  }
}

/** ECMAScript's PromiseResolve(%Promise%, value) as a slot of `loop`. @throws what reading `constructor` throws */
export function slotFor(value: unknown, loop: Deferred["loop"]): Deferred {
  if (value instanceof Deferred && value.loop === loop && isOwnConstructor(value.constructor)) return value;
  const slot = new Promise(bare, loop);
  if (isObject(value)) resolveWith(slot, value);
  else slot.settle(FULFILLED, value);
  return slot;
}
