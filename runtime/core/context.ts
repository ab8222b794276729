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
import { missing, Store } from "./store.js";

export { Store } from "./store.js";

/**
 * The store that is current, per realm, and the `Context` object whose store that is, if it is one's. `root` is the store
 * every program starts with.
 */
export const currentStore = shared("store", () => {
  const root = new Store();
  return { store: root, root, context: null as Context | null };
});

/**
 * What `ContextVar.set` returns: good for one `reset`. Mirrors `contextvars.Token`. As in 3.14 it can be declared:
 * `using _ = variable.set(value)` resets the variable at the end of the block.
 */
export class Token<T> {
  /** The variable that was set. Mirrors `Token.var`. */
  readonly var: ContextVar<T>;
  /** The value before `set`, or `Token.MISSING`. Mirrors `Token.old_value`. */
  readonly oldValue: T | typeof missing;
  private readonly outer: Store;
  private readonly inner: Store;
  private readonly context = currentStore.context;
  private used = false;

  /** Marks "there was no value": `token.oldValue === Token.MISSING`. Mirrors `Token.MISSING`. */
  static readonly MISSING: typeof missing = missing;

  /** @internal Only `ContextVar.set` makes tokens. */
  constructor(variable: ContextVar<T>, outer: Store, inner: Store) {
    this.var = variable;
    this.oldValue = outer.read(variable) as T | typeof missing;
    this.outer = outer;
    this.inner = inner;
  }

  /** @internal Used by `ContextVar.reset`: the store that follows `current`. */
  spend(variable: ContextVar<T>, current: Store): Store {
    if (this.used)
      throw new ContextError(
        "this token has already been used once: every set() gives a new token, good for one reset()",
      );
    if (this.var !== variable) {
      throw new ContextError(
        `this token was made by a different variable, ${this.var.name}, not by ${variable.name}: reset the variable it came from`,
      );
    }
    if (this.context !== null && this.context !== currentStore.context)
      throw new ContextError("this token was made in a different Context: reset the variable where it was set");
    this.used = true;
    // Nothing else was set meanwhile, as a rule.
    if (current === this.inner) return this.outer;
    return this.oldValue === missing ? current.without(variable) : current.with(variable, this.oldValue);
  }

  /** Resets the variable: called at the end of a block that declared it with `using`. @throws as `ContextVar.reset` does */
  [Symbol.dispose](): void {
    this.var.reset(this);
  }

  /** For people: `<Token var=<ContextVar name='user'>>`. */
  toString(): string {
    return `<Token${this.used ? " used" : ""} var=${this.var.toString()}>`;
  }
}

/** A variable with a value per context. Mirrors `contextvars.ContextVar`. */
export class ContextVar<T> {
  private readonly label: string;
  private readonly fallback: T | typeof missing;

  /**
   * @param name for messages; two variables may have the same name
   * @param options.default what `get` gives where the variable was not set
   * @throws {TypeError} unless the name is a string
   */
  constructor(name: string, options?: { readonly default: T }) {
    if (typeof name !== "string") throw new TypeError("the name of a context variable must be a string");
    this.label = name;
    this.fallback = options !== undefined && "default" in options ? options.default : missing;
  }

  /** For messages only; two variables may have the same name. */
  get name(): string {
    return this.label;
  }

  /**
   * The value in the current context; else `fallback` if given, else the variable's default. Mirrors `ContextVar.get`.
   *
   * @throws {ContextError} when there is none of the three (Python's LookupError)
   */
  get(fallback?: T): T;
  get(...fallback: [T?]): T {
    const value = currentStore.store.read(this);
    if (value !== missing) return value as T;
    if (fallback.length > 0) return fallback[0] as T;
    if (this.fallback !== missing) return this.fallback;
    throw new ContextError(`${this.name} has no value here: set() it first, or give it a default`);
  }

  /** Sets the value in the current context. The token undoes it: `reset(token)`. Mirrors `ContextVar.set`. */
  set(value: T): Token<T> {
    const outer = currentStore.store;
    const inner = outer.with(this, value);
    currentStore.store = inner;
    return new Token<T>(this, outer, inner);
  }

  /**
   * Puts the value back that was current before the `set` which returned this token. Mirrors `ContextVar.reset`.
   *
   * @throws {ContextError} when the token was used before, or belongs to another variable or context
   */
  reset(token: Token<T>): void {
    currentStore.store = token.spend(this, currentStore.store);
  }

  /** For people: `<ContextVar name='user' default=…>`. */
  toString(): string {
    const fallback = this.fallback;
    const shown = typeof fallback === "object" && fallback !== null ? "..." : String(fallback);
    return `<ContextVar name='${this.name}'${fallback === missing ? "" : ` default=${shown}`}>`;
  }
}

/**
 * A context as an object: a place whose store changes when code that runs in it sets variables. Mirrors
 * `contextvars.Context`: to the outside a mapping from variables to values that cannot be changed.
 */
export class Context {
  /** @internal The store it has; while code runs in it, the one it had when that was last asked for. */
  store: Store;
  private entered = false;

  /** An empty context; `copyContext()` gives a copy of the current one. */
  constructor();
  /** @internal */
  constructor(store: Store);
  constructor(store: Store = currentStore.root) {
    if (typeof store !== "object") throw new TypeError("Context() does not take any arguments");
    this.store = store;
  }

  private get current(): Store {
    return currentStore.context === this ? currentStore.store : this.store;
  }

  /**
   * Calls `callback(...args)` in this context. What it sets stays in this context and is not seen outside. Mirrors
   * `Context.run`.
   *
   * @throws {ContextError} when code already runs in this context
   */
  run<A extends unknown[], R>(callback: (...args: A) => R, ...args: A): R {
    if (typeof callback !== "function") throw new TypeError("Context.run() needs the function to call");
    if (this.entered)
      throw new ContextError("this context is already entered: run a copy(), a context is in use once at a time");
    const outside = currentStore.store;
    const outer = enterContext(this);
    this.entered = true;
    currentStore.store = this.store;
    try {
      return callback(...args);
    } finally {
      this.store = currentStore.store;
      currentStore.store = outside;
      currentStore.context = outer;
      this.entered = false;
    }
  }

  /** A copy that goes its own way. Mirrors `Context.copy`. */
  copy(): Context {
    return new Context(this.current);
  }

  /** The variable's value in this context; `fallback` when it has none. (Its own default is no value in a context.) */
  get<T>(variable: ContextVar<T>): T | undefined;
  /** The variable's value in this context; `fallback` when it has none. (Its own default is no value in a context.) */
  get<T, F>(variable: ContextVar<T>, fallback: F): T | F;
  get(variable: ContextVar<never>, fallback?: unknown): unknown {
    const value = this.current.read(checkKey(variable));
    return value === missing ? fallback : value;
  }

  /** Whether the variable has a value in this context. */
  has(variable: ContextVar<never> | ContextVar<unknown>): boolean {
    return this.current.read(checkKey(variable)) !== missing;
  }

  /** How many variables have a value in this context. */
  get size(): number {
    return [...this.items()].length;
  }

  /** The variables that have a value here. */
  *keys(): IterableIterator<ContextVar<unknown>> {
    for (const [variable] of this.items()) yield variable;
  }

  /** The values. */
  *values(): IterableIterator<unknown> {
    for (const [, value] of this.items()) yield value;
  }

  /** The variables that have a value here, with their values. (`entries`, in JavaScript's words.) */
  *items(): IterableIterator<[ContextVar<unknown>, unknown]> {
    for (const [variable, value] of this.current.map) {
      // TC39's variables live in the same store.
      if (variable instanceof ContextVar) yield [variable, value];
    }
  }

  /** As `items()`. */
  [Symbol.iterator](): IterableIterator<[ContextVar<unknown>, unknown]> {
    return this.items();
  }
}

function checkKey(variable: unknown): object {
  if (typeof variable === "object" && variable !== null) return variable;
  throw new TypeError(`a ContextVar was expected as the key, not ${String(variable)}`);
}

/**
 * Notes that the code which runs from now on is `context`'s (null: nobody's object), and that the context it was until now
 * is to be found as it is. Gives that one, to be put back into `currentStore.context` afterwards.
 */
export function enterContext(context: Context | null): Context | null {
  const outer = currentStore.context;
  if (outer !== null) outer.store = currentStore.store;
  if (outer !== context) currentStore.context = context;
  return outer;
}

/** A copy of the current context. Mirrors `contextvars.copy_context`. */
export function copyContext(): Context {
  return new Context(currentStore.store);
}
