/**
 * TC39's AsyncContext over the same store as `ContextVar`: a `Variable` is set for the length of a call, never in between,
 * and a `Snapshot` is a pointer to a store.
 */
import type { Store } from "./context.js";
import { currentStore } from "./context.js";
import { missing } from "./store.js";

function runIn<A extends unknown[], R>(store: Store, callback: (...args: A) => R, args: A): R {
  const outside = currentStore.store;
  currentStore.store = store;
  try {
    // Spread, an empty list costs as much as the rest.
    if (args.length > 0) return callback(...args);
    const alone = callback as (...none: unknown[]) => R;
    return alone();
  } finally {
    currentStore.store = outside;
  }
}

/**
 * A variable with a value for the length of a call and everything it starts. TC39's `AsyncContext.Variable`; the values are in
 * the same contexts as those of `ContextVar`.
 *
 *     const request = new AsyncContext.Variable<Request>({ name: "request" });
 *     request.run(incoming, handle);      // request.get() gives it, also behind every await
 */
class Variable<T> {
  /** For debugging; "" when none was given. */
  readonly name: string;
  private readonly fallback: T | undefined;

  /**
   * @param options.name for debugging
   * @param options.defaultValue what `get` gives where the variable was not set
   */
  constructor(options?: { readonly name?: string; readonly defaultValue?: T }) {
    this.name = options?.name === undefined ? "" : String(options.name);
    this.fallback = options?.defaultValue;
  }

  /** The value current here, or the default. */
  get(): T | undefined {
    const value = currentStore.store.read(this);
    return value === missing ? this.fallback : (value as T);
  }

  /** Calls `callback(...args)` with this variable set to `value`, here and in everything it starts. */
  run<A extends unknown[], R>(value: T, callback: (...args: A) => R, ...args: A): R {
    return runIn(currentStore.store.with(this, value), callback, args);
  }
}

/** All variables as they were when it was made. TC39's `AsyncContext.Snapshot`. */
class Snapshot {
  private readonly store: Store = currentStore.store;

  /** Calls `callback(...args)` with all variables as they were when the snapshot was taken. */
  run<A extends unknown[], R>(callback: (...args: A) => R, ...args: A): R {
    return runIn(this.store, callback, args);
  }

  /** `callback`, bound to the variables as they are now. */
  static wrap<This, A extends unknown[], R>(callback: (this: This, ...args: A) => R): (this: This, ...args: A) => R {
    const store = currentStore.store;
    return function wrapped(this: This, ...args: A): R {
      return runIn(store, () => callback.apply(this, args), []);
    };
  }
}

/** The TC39 proposal's namespace: `AsyncContext.Variable` and `AsyncContext.Snapshot`. */
export const AsyncContext = {
  /** See {@link Variable}. */
  Variable,
  /** See {@link Snapshot}. */
  Snapshot,
} as const;
export type { Snapshot, Variable };
