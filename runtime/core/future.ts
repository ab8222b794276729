/**
 * A promise that whoever holds it may settle. Mirrors `asyncio.Future`; everything asyncio's and ECMAScript's readers want
 * (result, done callbacks, then …) it has from `Deferred` and `Promise`.
 */
import { currentLoop } from "./ambient.js";
import { Deferred, FULFILLED, PENDING, REJECTED, STATE } from "./deferred.js";
import { InvalidStateError } from "./errors.js";
import { LoopCore } from "./loop-core.js";
import { countsAsPromise } from "./own-constructors.js";
import { bare, Promise } from "./promise.js";

const settledAlready = "this future has its outcome already: check done() before settling it, it can be settled once";

/**
 * A promise that whoever holds it may settle, once. Mirrors `asyncio.Future`; an ECMAScript promise in everything else
 * (`await`, `then`, `instanceof Promise`).
 *
 *     const answer = new Future<number>();
 *     socket.once("data", (data) => answer.setResult(data.length));
 *     await answer;
 */
export class Future<T = unknown> extends Promise<T> {
  /** @param options.loop the loop it belongs to; the running one (or the ambient one) when left out */
  constructor(options?: { readonly loop?: LoopCore } | LoopCore) {
    super(bare, options instanceof LoopCore ? options : (options?.loop ?? currentLoop()));
  }

  /**
   * Settles it with a result, as it is (a promise given here is not followed). Mirrors `Future.set_result`.
   *
   * @throws {InvalidStateError} when it is done
   */
  setResult(result: T): void {
    if ((this.flags & STATE) !== PENDING) throw new InvalidStateError(settledAlready);
    this.settle(FULFILLED, result);
  }

  /**
   * Settles it as failed. An error class is instantiated, as in asyncio. Mirrors `Future.set_exception`.
   *
   * @throws {InvalidStateError} when it is done
   */
  setException(error: unknown): void {
    if ((this.flags & STATE) !== PENDING) throw new InvalidStateError(settledAlready);
    this.settle(REJECTED, isErrorClass(error) ? new error() : error);
  }

  /** ECMAScript's: what `then` derives from a future is a plain promise. */
  static override get [Symbol.species](): unknown {
    return this === Future ? Promise : this;
  }
}

countsAsPromise(Future);

// Only `Promise` itself says yes to native promises. Engines know the usual answer by heart; the inherited one is a call.
Object.defineProperty(Future, Symbol.hasInstance, { value: Function.prototype[Symbol.hasInstance] });

function isErrorClass(value: unknown): value is new () => Error {
  return typeof value === "function" && value.prototype instanceof Error;
}

/** Whether it is a future of this runtime: `Future`, `Task` or the loop's `Promise`. Mirrors `asyncio.isfuture`. */
export function isFuture(value: unknown): value is Promise {
  return value instanceof Deferred;
}
