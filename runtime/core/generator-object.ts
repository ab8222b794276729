/**
 * The object a call of an async generator function gives: ECMAScript's prototypes around a body that nobody sees.
 *
 *     generator ─▶ fn.prototype ─▶ AsyncGenerator.prototype ─▶ AsyncIterator.prototype
 *         └─ (private) ─▶ GeneratorBody: the activation, its state, the queue of requests
 *
 * The body is attached by a private field, so that it can neither be forged nor seen, whatever the prototype.
 */
import { currentLoop } from "./ambient.js";
import { FULFILLED } from "./deferred.js";
import { Itself } from "./itself.js";
import { bare, Promise } from "./promise.js";
import { isObject } from "./resolution.js";
import type { Root } from "./root.js";

/** What the object passes its calls on to. */
export interface GeneratorMethods {
  next(value: unknown): Promise;
  return(value: unknown): Promise;
  throw(error: unknown): Promise;
  aclose(): Promise<void>;
  /** `next(undefined)`, whose promise `caller` awaits on the spot. */
  nextFor(caller: Root): Promise;
}

class Body extends Itself {
  readonly #body: GeneratorMethods;

  constructor(object: object, body: GeneratorMethods) {
    super(object);
    this.#body = body;
  }

  static of(object: unknown): GeneratorMethods | undefined {
    return isObject(object) && #body in object ? object.#body : undefined;
  }
}

/** What an object passes its calls on to, when it is such a generator. */
export function bodyOf(object: object): GeneratorMethods | undefined {
  return Body.of(object);
}

function misused(method: string): Promise {
  const promise = new Promise(bare, currentLoop());
  promise.reject(new TypeError(`${method} method called on something that is no async generator`));
  return promise;
}

/** ECMAScript's %AsyncIteratorPrototype%. */
export class AsyncIterator {
  [Symbol.asyncIterator](): unknown {
    return this;
  }

  [Symbol.asyncDispose](): Promise<void> {
    const promise = new Promise<void>(bare, currentLoop());
    try {
      const method = (this as { return?: unknown }).return;
      if (method === undefined || method === null) promise.settle(FULFILLED, undefined);
      else {
        const result: unknown = Reflect.apply(method as () => unknown, this, []);
        return Promise.resolve(result).then(() => undefined);
      }
    } catch (error) {
      promise.reject(error);
    }
    return promise;
  }
}

/** ECMAScript's async generator objects, on the loop. */
export class AsyncGenerator<T = unknown, R = unknown, N = unknown> extends AsyncIterator {
  /** ECMAScript's `next`: runs the generator to its next `yield`, after the requests made before. */
  next(value?: N): Promise<IteratorResult<T, R>> {
    return (Body.of(this)?.next(value) ?? misused("next")) as Promise<IteratorResult<T, R>>;
  }

  /** ECMAScript's `return`. It waits behind the requests made before; `aclose` does not. */
  return(value?: R | PromiseLike<R>): Promise<IteratorResult<T, R>> {
    return (Body.of(this)?.return(value) ?? misused("return")) as Promise<IteratorResult<T, R>>;
  }

  /** ECMAScript's `throw`. */
  throw(error?: unknown): Promise<IteratorResult<T, R>> {
    return (Body.of(this)?.throw(error) ?? misused("throw")) as Promise<IteratorResult<T, R>>;
  }

  /**
   * Closes the generator, also when it is suspended at an inner `await`: a `CancelledError` is thrown there, so that its
   * `finally` blocks run. (Python's `aclose`; ECMAScript's `return` would wait for that await.)
   */
  aclose(): Promise<void> {
    return (Body.of(this)?.aclose() ?? misused("aclose")) as Promise<void>;
  }

  /** ECMAScript's: "AsyncGenerator", on the prototype. */
  declare readonly [Symbol.toStringTag]: string;
}

Object.defineProperty(AsyncGenerator.prototype, Symbol.toStringTag, { value: "AsyncGenerator", configurable: true });

/** Gives a body its object. `prototype` is the function's `prototype` property. */
export function wrapBody(body: GeneratorMethods, prototype: unknown): AsyncGenerator {
  const object = Object.create(isObject(prototype) ? adopted(prototype) : AsyncGenerator.prototype) as AsyncGenerator;
  new Body(object, body);
  return object;
}

/** An ordinary function's `prototype` inherits from Object's; an async generator function's from AsyncGenerator's. */
function adopted(prototype: object): object {
  if (Object.getPrototypeOf(prototype) === Object.prototype) Object.setPrototypeOf(prototype, AsyncGenerator.prototype);
  return prototype;
}
