/**
 * ECMAScript's promise resolution, tick for tick: what happens when a promise is resolved with a value, with another
 * promise, or with a thenable; and what a reaction (`then`) does when its promise is settled.
 *
 *     resolve(p, 5)          p is fulfilled at once
 *     resolve(p, promise)    turn 1: Adopt subscribes; turn 2 (or when it settles): p is settled; turn 3: p's waiters run
 *     resolve(p, thenable)   turn 1: thenable.then(resolve, reject) is called; the rest is up to it
 *
 * Every one of these is an *upstream* of the promise it will settle, so that cancelling that promise can go on to what it
 * follows, if nobody else consumes that.
 */
import {
  CANCELLED,
  Deferred,
  FULFILLED,
  HANDLED,
  makeCancelledError,
  PENDING,
  STATE,
  type Upstream,
  type Waiter,
} from "./deferred.js";
import { type CancelledError, isCancelled } from "./errors.js";
import { currentStore, type Store } from "./context.js";
import { isOwnConstructor } from "./own-constructors.js";
import type { Runnable } from "./runnable.js";
import { finishTrace } from "./stack.js";

/** The `then` that promises of this runtime are born with; set by `promise.ts`. */
export const builtin: { then: unknown } = { then: undefined };

type Thenable = { then: unknown };
type ThenMethod = (this: unknown, resolve: (value: unknown) => void, reject: (error: unknown) => void) => unknown;

export function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** ECMAScript's promise resolve functions, without the "already resolved" check, which belongs to the pair. */
export function resolveWith(target: Deferred, value: unknown): void {
  if (!isObject(value)) {
    target.settle(FULFILLED, value);
    return;
  }
  if (value === target) {
    target.reject(new TypeError("a promise cannot be resolved with itself: it would wait for itself for ever"));
    return;
  }
  let then: unknown;
  try {
    then = (value as Thenable).then;
  } catch (error) {
    target.reject(error);
    return;
  }
  if (typeof then !== "function") {
    target.settle(FULFILLED, value);
    return;
  }
  resolveWithThenable(target, value, then);
}

/** The same for what is known to have a `then`. */
export function resolveWithThenable(target: Deferred, value: object, then: unknown): void {
  if ((target.flags & STATE) !== PENDING) return;
  const job =
    value instanceof Deferred && then === builtin.then && value.loop === target.loop
      ? new Adopt(target, value)
      : new ThenableCall(target, value, then as ThenMethod);
  target.value = job;
  target.loop.push(job);
}

/** A pair of resolve functions: the first call of either wins. */
export interface Resolvers {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Makes the pair for a promise; `settled` is called when one of them is called first. */
export function makeResolvers(target: Deferred, settled?: () => void): Resolvers {
  let resolved = false;
  return {
    resolve: unnamed((value) => {
      if (resolved) return;
      resolved = true;
      settled?.();
      target.loop.enteredFromOutside();
      resolveWith(target, value);
    }),
    reject: unnamed((error) => {
      if (resolved) return;
      resolved = true;
      settled?.();
      target.loop.enteredFromOutside();
      target.reject(error);
    }),
  };
}

/** ECMAScript's resolve functions have no name: passing one through here keeps it from getting the property's. */
export function unnamed<F>(fn: F): F {
  return fn;
}

/** Resolving with a promise of this loop: *subscribing* (turn 1), then *settling* (when the source has). */
class Adopt implements Waiter, Upstream {
  private readonly target: Deferred;
  readonly source: Deferred;
  private subscribed = false;

  constructor(target: Deferred, source: Deferred) {
    this.target = target;
    this.source = source;
  }

  run(): void {
    const source = this.source;
    if (!this.subscribed) this.subscribe(source);
    else if ((source.flags & STATE) === FULFILLED) resolveWith(this.target, source.value);
    else this.target.reject(source.value);
  }

  private subscribe(source: Deferred): void {
    this.subscribed = true;
    let resolvers: Resolvers | null = null;
    try {
      if (isOwnConstructor(source.constructor)) {
        source.flags |= HANDLED;
        source.subscribe(this);
        return;
      }
      // ECMAScript's `then` asks for the species where the constructor is not ours.
      resolvers = makeResolvers(this.target);
      Reflect.apply(builtin.then as ThenMethod, source, [resolvers.resolve, resolvers.reject]);
    } catch (error) {
      if (resolvers === null) this.target.reject(error);
      else resolvers.reject(error);
    }
  }

  consumerKey(): object | null {
    return this.target;
  }

  cancelUpstream(reason: unknown, origin: object | null): boolean {
    const source = this.source;
    if ((source.flags & STATE) !== PENDING) return false;
    if (!source.hasOtherConsumers(this.target)) return source.requestCancel(reason, origin);
    source.unsubscribe(this);
    return false;
  }
}

function callThenable(call: ThenableCall): void {
  call.start();
}

/** Resolving with a thenable this runtime does not know: its `then` is called on a turn of its own. */
export class ThenableCall implements Runnable, Upstream {
  private readonly target: Deferred;
  readonly thenable: object;
  private readonly then: ThenMethod;
  private readonly stores: unknown;

  constructor(target: Deferred, thenable: object, then: ThenMethod) {
    this.target = target;
    this.thenable = thenable;
    this.then = then;
    const { stores } = target.loop;
    this.stores = stores !== null && stores.inUse ? stores.capture() : undefined;
  }

  run(): void {
    const { stores } = this.target.loop;
    if (stores !== null && stores.inUse) stores.run(this.stores, callThenable, this);
    else this.start();
  }

  /** Calls the thenable's `then`, which runs in the stores of who resolved with it. */
  start(): void {
    const { loop } = this.target;
    if (this.thenable instanceof Deferred) {
      this.call(makeResolvers(this.target));
      return;
    }
    // It may be a native promise: what becomes ready from here on runs behind its reaction.
    loop.beforeForeign();
    const since = loop.foreignBegins();
    this.call(makeResolvers(this.target, () => loop.foreignEnds(since)));
    loop.ready.close();
  }

  private call({ resolve, reject }: Resolvers): void {
    try {
      Reflect.apply(this.then, this.thenable, [resolve, reject]);
    } catch (error) {
      reject(error);
    }
  }

  /** What it would deliver is dropped. */
  cancelUpstream(): boolean {
    return false;
  }
}

/** Functions `finally` passed to `then` as rejection handlers: those run on cancellation, ordinary ones do not. */
const finallyHandlers = new WeakSet<object>();

/** Marks a rejection handler as one that `finally` made. */
export function markFinally<F extends object>(handler: F): F {
  finallyHandlers.add(handler);
  return handler;
}

/** Where a reaction's outcome goes: a promise of ours directly, or the functions of somebody else's constructor. */
export type Derived = { readonly promise: Deferred } | Resolvers;

export type Handler = ((value: unknown) => unknown) | undefined;

function runReaction(reaction: Reaction): void {
  reaction.react();
}

/** What `then` leaves with a promise. */
export class Reaction implements Waiter, Upstream {
  readonly source: Deferred;
  private readonly onFulfilled: Handler;
  private readonly onRejected: Handler;
  /** The promise `then` returned when it is ours; else null, and `resolvers` is set. */
  readonly derived: Deferred | null;
  private readonly resolvers: Resolvers | null;
  private readonly context: Store;
  private readonly stores: unknown;
  /** The derived promise was to be cancelled, and the source was asked to be. */
  private asked = false;
  /** The derived promise was to be cancelled, without waiting for the source. */
  private cancelledWith: CancelledError | null = null;

  constructor(
    source: Deferred,
    onFulfilled: Handler,
    onRejected: Handler,
    derived: Deferred | null,
    resolvers: Resolvers | null,
  ) {
    this.source = source;
    this.onFulfilled = onFulfilled;
    this.onRejected = onRejected;
    this.derived = derived;
    this.resolvers = resolvers;
    this.context = currentStore.store;
    const stores = source.loop.stores;
    this.stores = stores !== null && stores.inUse ? stores.capture() : undefined;
    if (derived !== null) derived.value = this;
  }

  consumerKey(): object {
    return this.derived ?? this;
  }

  run(): void {
    const stores = this.source.loop.stores;
    const outside = currentStore.store;
    currentStore.store = this.context;
    if (stores !== null && stores.inUse) stores.run(this.stores, runReaction, this);
    else this.react();
    currentStore.store = outside;
  }

  /** Calls the handler that applies and settles the derived promise with what comes of it. */
  react(): void {
    const source = this.source;
    const cancellation = this.cancelledWith ?? (this.asked && isCancelled(source.value) ? source.value : null);
    const fulfilled = cancellation === null && (source.flags & STATE) === FULFILLED;
    const value = cancellation ?? source.value;
    let handler = fulfilled ? this.onFulfilled : this.onRejected;
    if (cancellation !== null && handler !== undefined && !finallyHandlers.has(handler)) handler = undefined;
    if (handler === undefined) {
      if (fulfilled) this.resolve(value);
      else this.reject(value);
      return;
    }
    if (!fulfilled) finishTrace(value);
    let result: unknown;
    try {
      result = handler(value);
    } catch (error) {
      this.reject(error);
      return;
    }
    this.resolve(result);
  }

  private resolve(value: unknown): void {
    if (this.derived !== null) {
      this.derived.value = undefined;
      resolveWith(this.derived, value);
    } else if (this.resolvers !== null) {
      // Called without a receiver, as ECMAScript calls them: they may be anybody's.
      const { resolve } = this.resolvers;
      resolve(value);
    }
  }

  private reject(error: unknown): void {
    if (this.derived !== null) this.derived.reject(error);
    else if (this.resolvers !== null) {
      const { reject } = this.resolvers;
      reject(error);
    }
  }

  cancelUpstream(reason: unknown, origin: object | null): boolean {
    if (this.cancelledWith !== null) return true;
    const source = this.source;
    const pending = (source.flags & STATE) === PENDING;
    if (pending && !source.hasOtherConsumers(this.consumerKey()) && source.requestCancel(reason, origin)) {
      this.asked = true;
      return true;
    }
    this.cancelledWith = makeCancelledError(reason, origin, this.derived);
    if (pending) {
      source.unsubscribe(this);
      source.loop.push(this);
    }
    return true;
  }
}

/** What `then` leaves when code calls it that the loop does not run (a native `await`): it goes on in the platform's queue. */
export class ForeignReaction extends Reaction {
  override run(): void {
    const { loop } = this.source;
    loop.beforeForeign();
    super.run();
    loop.ready.close();
  }
}

/** Cancels a pending promise through whom it follows; settles it at once when there is nobody to wait for. */
export function cancelThrough(target: Deferred, reason: unknown, origin: object | null): boolean {
  if ((target.flags & STATE) !== PENDING) return false;
  const upstream = target.value as Partial<Upstream> | undefined;
  if (upstream?.cancelUpstream?.(reason, origin) === true) return true;
  target.settle(CANCELLED, makeCancelledError(reason, origin, target));
  return true;
}
