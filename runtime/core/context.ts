/**
 * Context variables. What is current is one immutable `Store`; setting a variable puts another store in its place. So a
 * snapshot is a copy of a pointer, and a task pays one pointer for its context.
 *
 *     currentStore.store ──▶ Store { a: 1 }        a.set(2):  currentStore.store ──▶ Store { a: 2 }
 *                              ▲                                                      (others keep the old one)
 *     waiting task.context ────┘
 *
 * Whoever runs code in another context (a task's step, a callback, `Context.run`) puts that context's store in the place
 * and takes the then current one back out afterwards. A `Context` object is the mutable cell Python's is: it is made only
 * when somebody asks for one.
 *
 * `asyncio`'s names are `ContextVar`, `Token`, `Context`, `copyContext` (Python's contextvars); TC39's are in
 * `async-context.ts`, over the same store.
 */
import { ContextError } from "./errors.js";
import { shared } from "./registry.js";

/** An immutable map from variables to values. */
export class Store {
  readonly map: ReadonlyMap<object, unknown>;

  constructor(map: ReadonlyMap<object, unknown>) {
    this.map = map;
  }

  /** This store with one value changed. */
  with(variable: object, value: unknown): Store {
    const map = new Map(this.map);
    map.set(variable, value);
    return new Store(map);
  }

  /** This store without a value for the variable. */
  without(variable: object): Store {
    if (!this.map.has(variable)) return this;
    const map = new Map(this.map);
    map.delete(variable);
    return new Store(map);
  }
}

/** The store that is current, per realm. `root` is the one every program starts with. */
export const currentStore = shared("store", () => {
  const root = new Store(new Map());
  return { store: root, root };
});

const missing: unique symbol = Symbol("missing");

/** What `ContextVar.set` returns: good for one `reset`. Mirrors `contextvars.Token`. */
export class Token<T> {
  /** The variable that was set. */
  readonly var: ContextVar<T>;
  private readonly before: T | typeof missing;
  private used = false;

  /** Marks "there was no value": `token.oldValue === Token.MISSING`. */
  static readonly MISSING: typeof missing = missing;

  /** Only `ContextVar.set` makes tokens. */
  constructor(variable: ContextVar<T>, before: T | typeof missing) {
    this.var = variable;
    this.before = before;
  }

  /** The value before `set`, or `Token.MISSING`. */
  get oldValue(): T | typeof missing {
    return this.before;
  }

  /** Used by `ContextVar.reset`. */
  spend(variable: ContextVar<T>): T | typeof missing {
    if (this.used)
      throw new ContextError("this token was already used: every set() gives a new token, good for one reset()");
    if (this.var !== variable) {
      throw new ContextError(
        `this token was made by ${this.var.name}, not by ${variable.name}: reset the variable it came from`,
      );
    }
    this.used = true;
    return this.before;
  }
}

/** A variable with a value per context. Mirrors `contextvars.ContextVar`. */
export class ContextVar<T> {
  /** For messages only; two variables may have the same name. */
  readonly name: string;
  private readonly fallback: T | typeof missing;

  constructor(name: string, options?: { readonly default: T }) {
    this.name = name;
    this.fallback = options !== undefined && "default" in options ? options.default : missing;
  }

  /**
   * The value in the current context; else `fallback` if given, else the variable's default.
   * @throws ContextError when there is none of the three (Python's LookupError).
   */
  get(fallback?: T): T;
  get(...fallback: [T?]): T {
    const map = currentStore.store.map;
    const value = map.get(this);
    if (value !== undefined || map.has(this)) return value as T;
    if (fallback.length > 0) return fallback[0] as T;
    if (this.fallback !== missing) return this.fallback;
    throw new ContextError(`${this.name} has no value here: set() it first, or give it a default`);
  }

  /** Sets the value in the current context. The token undoes it: `reset(token)`. */
  set(value: T): Token<T> {
    const token = new Token<T>(this, this.peek(currentStore.store));
    currentStore.store = currentStore.store.with(this, value);
    return token;
  }

  /**
   * Puts the value back that was current before the `set` which returned this token.
   * @throws ContextError when the token was used before or belongs to another variable.
   */
  reset(token: Token<T>): void {
    const before = token.spend(this);
    const store = currentStore.store;
    currentStore.store = before === missing ? store.without(this) : store.with(this, before);
  }

  private peek(store: Store): T | typeof missing {
    return store.map.has(this) ? (store.map.get(this) as T) : missing;
  }
}

/** A context as an object: a place whose store changes when code that runs in it sets variables. Mirrors `contextvars.Context`. */
export class Context {
  /** The store this context has now; while code runs in it, the one it had on entry. */
  store: Store;
  private entered = false;

  /** An empty context; `copyContext()` gives a copy of the current one. */
  constructor(store: Store = currentStore.root) {
    this.store = store;
  }

  /**
   * Calls `callback(...args)` in this context. What it sets stays in this context and is not seen outside.
   * @throws ContextError when code already runs in this context.
   */
  run<A extends unknown[], R>(callback: (...args: A) => R, ...args: A): R {
    if (this.entered)
      throw new ContextError("this context is already entered: run a copy(), a context is in use once at a time");
    const outside = currentStore.store;
    this.entered = true;
    currentStore.store = this.store;
    try {
      return callback(...args);
    } finally {
      this.store = currentStore.store;
      currentStore.store = outside;
      this.entered = false;
    }
  }

  /** A copy that goes its own way. */
  copy(): Context {
    return new Context(this.store);
  }

  /** The variable's value in this context, or undefined. */
  get<T>(variable: ContextVar<T>): T | undefined {
    return this.store.map.get(variable) as T | undefined;
  }

  /** Whether the variable has a value in this context. */
  has(variable: ContextVar<never> | ContextVar<unknown>): boolean {
    return this.store.map.has(variable);
  }

  /** How many variables have a value in this context. */
  get size(): number {
    return this.store.map.size;
  }

  /** The variables that have a value here, with their values. */
  *[Symbol.iterator](): IterableIterator<[ContextVar<unknown>, unknown]> {
    for (const [variable, value] of this.store.map) {
      if (variable instanceof ContextVar) yield [variable, value];
    }
  }
}

/** A copy of the current context. Mirrors `contextvars.copy_context`. */
export function copyContext(): Context {
  return new Context(currentStore.store);
}
