/**
 * The base of the primitives' own kinds of futures, which differ from others in how they are cancelled. For everybody else
 * they are plain: what `then` derives from one is the loop's `Promise`, and `await` takes it directly.
 */
import { Future } from "../core/future.js";
import { countsAsPromise } from "../core/own-constructors.js";
import { Promise } from "../core/promise.js";

/** A future whose `then` gives plain promises. Each subclass is announced with {@link special}. */
export abstract class SpecialFuture<T> extends Future<T> {
  static override get [Symbol.species](): unknown {
    return Promise;
  }
}

/** Makes a subclass count as `Promise` where ECMAScript compares constructors. */
export function special(constructor: unknown): void {
  countsAsPromise(constructor);
}
