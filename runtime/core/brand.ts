/**
 * Compiled functions that answer as what they were in the source. Some libraries ask: `async` looks at
 * `fn[Symbol.toStringTag]`, Fastify at `fn.constructor.name`. A branded function inherits from an object like ECMAScript's
 * AsyncFunction.prototype; it costs one change of prototype where the function is defined.
 */
import { AsyncGenerator } from "./generator-object.js";

function family(name: string): object {
  const prototype = Object.create(Function.prototype) as object;
  const constructor = {
    [name]: function (): never {
      throw new TypeError(`${name} cannot make functions from text here: the text would not be compiled`);
    },
  }[name] as unknown as object;
  Object.defineProperty(constructor, "prototype", { value: prototype, writable: false });
  Object.defineProperty(prototype, "constructor", { value: constructor, configurable: true });
  Object.defineProperty(prototype, Symbol.toStringTag, { value: name, configurable: true });
  return prototype;
}

const asyncFunction = family("AsyncFunction");
const asyncGeneratorFunction = family("AsyncGeneratorFunction");

Object.defineProperty(asyncGeneratorFunction, "prototype", { value: AsyncGenerator.prototype, configurable: true });
Object.defineProperty(AsyncGenerator.prototype, "constructor", { value: asyncGeneratorFunction, configurable: true });

/** ABI: makes a compiled async function answer as one. Returns it. */
export function brandAsync<F extends object>(fn: F): F {
  return Object.setPrototypeOf(fn, asyncFunction) as F;
}

/** ABI: makes a compiled async generator function answer as one, its `prototype` property included. Returns it. */
export function brandAsyncGenerator<F extends object>(fn: F): F {
  Object.setPrototypeOf(fn, asyncGeneratorFunction);
  Object.defineProperty(fn, "prototype", {
    value: Object.create(AsyncGenerator.prototype) as object,
    writable: true,
    enumerable: false,
    configurable: false,
  });
  return fn;
}
