/**
 * The loop's own `Promise`: ECMAScript's, entirely (constructor, species, subclassing, combinators, tick order), but
 * scheduled by the loop, and cancellable. Compiled modules mean this one when they say `Promise`.
 *
 * `Future` and `Task` are its subclasses. Both answer as plain promises wherever ECMAScript compares constructors: what
 * `then` derives from a task is a `Promise`, and `Promise.resolve(task) === task`.
 */
import { currentLoop } from "./ambient.js";
import { appearAsPromises } from "./appearance.js";
import { Deferred, HANDLED } from "./deferred.js";
import { type LoopCore, loops } from "./loop-core.js";
import { isNativePromise } from "./native.js";
import { countsAsPromise, isOwnConstructor } from "./own-constructors.js";
import { all, allSettled, any, race } from "./promise-combinators.js";
import { type Capability, makeCapability, speciesOf } from "./promise-capability.js";
import {
  builtin,
  cancelThrough,
  ForeignReaction,
  type Handler,
  isObject,
  makeResolvers,
  markFinally,
  Reaction,
} from "./resolution.js";

/** Given instead of an executor by the runtime: no functions are made. */
export const bare: unique symbol = Symbol("bare");

type Executor<T> = (resolve: (value: T | PromiseLike<T>) => void, reject: (reason?: unknown) => void) => void;

/**
 * ECMAScript's `Promise`, scheduled by the loop, cancellable and traced. What compiled modules mean by the name `Promise`, and
 * what `Future` and `Task` extend.
 */
export class Promise<T = unknown> extends Deferred<T> implements PromiseLike<T> {
  /**
   * @param executor called at once with the functions that resolve and reject the promise
   * @throws TypeError when `executor` is no function
   */
  constructor(executor: Executor<T>);
  /** @internal */
  constructor(executor: typeof bare, loop: LoopCore);
  constructor(executor: Executor<T> | typeof bare, loop?: LoopCore) {
    // Before `super`, which reads the prototype of `new.target`.
    if (executor !== bare && typeof executor !== "function")
      throw new TypeError(`Promise resolver ${String(executor)} is not a function`);
    super(loop ?? currentLoop());
    if (executor === bare) return;
    const { resolve, reject } = makeResolvers(this);
    try {
      executor(resolve, reject);
    } catch (error) {
      reject(error);
    }
  }

  /**
   * ECMAScript's `then`. What it registers is a consumer: it keeps the promise from being cancelled with its last waiter.
   *
   * @throws {TypeError} when it is called on something that is no promise of a loop
   */
  then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    if (!(this instanceof Deferred))
      throw new TypeError("Promise.prototype.then called on something that is no promise of this loop");
    const constructor = speciesOf(this, Promise);
    const plain = constructor === Promise;
    const derived = plain ? new Promise<A | B>(bare, this.loop) : null;
    const capability = plain ? null : makeCapability(constructor);
    const Kind = loops.running === null ? ForeignReaction : Reaction;
    const reaction = new Kind(this, callable(onFulfilled), callable(onRejected), derived, capability);
    this.flags |= HANDLED;
    if (loops.running === null) this.loop.enteredFromOutside();
    this.subscribe(reaction);
    return derived ?? ((capability as Capability).promise as Promise<A | B>);
  }

  /** ECMAScript's `catch`. Like a `catch` clause, its handler is not called when the promise it returns is cancelled. */
  catch<B = never>(onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<T | B> {
    return this.then(undefined, onRejected);
  }

  /** ECMAScript's `finally`. Its handler also runs when the promise it returns is cancelled. */
  finally(onFinally?: (() => void) | null): Promise<T> {
    if (!isObject(this)) throw new TypeError("Promise.prototype.finally called on something that is no object");
    const constructor = speciesOf(this, Promise);
    if (typeof onFinally !== "function") return this.then(onFinally, onFinally);
    const settled = (result: unknown): Promise => promiseResolve(constructor, result) as Promise;
    return this.then(
      (value) => settled(onFinally()).then(() => value) as PromiseLike<T>,
      markFinally(
        (reason: unknown) =>
          settled(onFinally()).then(() => {
            throw reason;
          }) as PromiseLike<never>,
      ),
    );
  }

  /** ECMAScript's: "Promise", on the prototype. */
  declare readonly [Symbol.toStringTag]: string;

  /** @internal */
  override requestCancel(reason: unknown, origin: object | null): boolean {
    return cancelThrough(this, reason, origin);
  }

  /** ECMAScript's: the constructor itself (a `Future` or `Task` derives plain promises). */
  static get [Symbol.species](): unknown {
    return this;
  }

  /** On `Promise` itself also true for native promises; subclasses answer as usual. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    if (Function.prototype[Symbol.hasInstance].call(this, value)) return true;
    return this === Promise && isNativePromise(value);
  }

  /** ECMAScript's `Promise.resolve`: the value itself when it is such a promise already, else a promise for it. */
  static resolve(): Promise<void>;
  /** ECMAScript's `Promise.resolve`: the value itself when it is such a promise already, else a promise for it. */
  static resolve<T>(value: T | PromiseLike<T>): Promise<Awaited<T>>;
  static resolve(value?: unknown): unknown {
    if (!isObject(this)) throw new TypeError("Promise.resolve called on something that is no constructor");
    return promiseResolve(this, value);
  }

  /** ECMAScript's `Promise.reject`: a promise that has failed with `reason`. */
  static reject<T = never>(reason?: unknown): Promise<T> {
    const { promise, reject } = makeCapability(this);
    reject(reason);
    return promise as Promise<T>;
  }

  /** ECMAScript's `Promise.withResolvers`. A {@link Future} is the same in one object. */
  static withResolvers<T>(): {
    /** The promise. */
    promise: Promise<T>;
    /** Fulfils it, or makes it follow another one. */
    resolve: (value: T | PromiseLike<T>) => void;
    /** Makes it fail. */
    reject: (reason?: unknown) => void;
  } {
    const { promise, resolve, reject } = makeCapability(this);
    return { promise: promise as Promise<T>, resolve, reject };
  }

  /** ECMAScript's `Promise.try`: calls `callback(...args)` and gives a promise for what comes of it. */
  static try<R, A extends unknown[]>(callback: (...args: A) => R | PromiseLike<R>, ...args: A): Promise<Awaited<R>> {
    if (!isObject(this)) throw new TypeError("Promise.try called on something that is no constructor");
    const { promise, resolve, reject } = makeCapability(this);
    let result: unknown;
    try {
      result = callback(...args);
    } catch (error) {
      reject(error);
      return promise as Promise<Awaited<R>>;
    }
    resolve(result);
    return promise as Promise<Awaited<R>>;
  }

  /** ECMAScript's `Promise.all`. Cancelling its promise cancels every input nobody else consumes. */
  static all<T extends readonly unknown[] | []>(values: T): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }>;
  static all<T>(values: Iterable<T | PromiseLike<T>>): Promise<Awaited<T>[]>;
  static all(values: Iterable<unknown>): unknown {
    return all(this, values);
  }

  /** ECMAScript's `Promise.allSettled`. Cancelling as with `all`; then it rejects with the CancelledError. */
  static allSettled<T extends readonly unknown[] | []>(
    values: T,
  ): Promise<{ -readonly [K in keyof T]: PromiseSettledResult<Awaited<T[K]>> }>;
  static allSettled<T>(values: Iterable<T | PromiseLike<T>>): Promise<PromiseSettledResult<Awaited<T>>[]>;
  static allSettled(values: Iterable<unknown>): unknown {
    return allSettled(this, values);
  }

  /** ECMAScript's `Promise.any`. Cancelling as with `allSettled`. */
  static any<T extends readonly unknown[] | []>(values: T): Promise<Awaited<T[number]>>;
  static any<T>(values: Iterable<T | PromiseLike<T>>): Promise<Awaited<T>>;
  static any(values: Iterable<unknown>): unknown {
    return any(this, values);
  }

  /** ECMAScript's `Promise.race`. Cancelling as with `all`. */
  static race<T extends readonly unknown[] | []>(values: T): Promise<Awaited<T[number]>>;
  static race<T>(values: Iterable<T | PromiseLike<T>>): Promise<Awaited<T>>;
  static race(values: Iterable<unknown>): unknown {
    return race(this, values);
  }
}

// The second parameter is the runtime's business, and the name is asked for, whatever bundlers call the class.
Object.defineProperty(Promise, "length", { value: 1, configurable: true });
Object.defineProperty(Promise, "name", { value: "Promise", configurable: true });
Object.defineProperty(Promise.prototype, Symbol.toStringTag, { value: "Promise", configurable: true });
builtin.then = Promise.prototype.then;
countsAsPromise(Promise, "promise");
appearAsPromises();

function callable(handler: unknown): Handler {
  return typeof handler === "function" ? (handler as Handler) : undefined;
}

/** ECMAScript's PromiseResolve: the value itself when it is already such a promise. */
function promiseResolve(constructor: unknown, value: unknown): unknown {
  if (value instanceof Deferred) {
    const its: unknown = value.constructor;
    if (its === constructor || (constructor === Promise && isOwnConstructor(its))) return value;
  }
  const { promise, resolve } = makeCapability(constructor);
  resolve(value);
  return promise;
}
