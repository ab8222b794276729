/**
 * Compiled functions that answer as what they were in the source. Some libraries ask: `async` looks at
 * `fn[Symbol.toStringTag]`, Fastify at `fn.constructor.name`. A branded function inherits from the engine's
 * AsyncFunction.prototype, or from an AsyncGeneratorFunction.prototype whose generators are the loop's; that costs one
 * change of prototype where the function is defined.
 */
import type { FunctionInfo } from "./function-info.js";
import { AsyncGenerator } from "./generator-object.js";

/** A constructor such as ECMAScript's AsyncFunction, and its prototype, with the attributes they have there. */
function family(name: string): object {
  const prototype = Object.create(Function.prototype) as object;
  const constructor = function (_text: string): never {
    throw new TypeError(`${name} cannot make functions from text here: the text would not be compiled`);
  };
  Object.setPrototypeOf(constructor, Function);
  Object.defineProperty(constructor, "name", { value: name });
  Object.defineProperty(constructor, "prototype", { value: prototype, writable: false });
  Object.defineProperty(prototype, "constructor", { value: constructor, configurable: true });
  Object.defineProperty(prototype, Symbol.toStringTag, { value: name, configurable: true });
  return prototype;
}

/**
 * The engine's AsyncFunction.prototype, so that `f instanceof AsyncFunction` holds in uncompiled code too; undefined where
 * a bundler has compiled async functions away.
 */
function native(): object | undefined {
  const sample = async (nothing: PromiseLike<void>): Promise<void> => {
    "use native async";
    await nothing;
  };
  const prototype = Object.getPrototypeOf(sample) as object;
  return Object.prototype.toString.call(prototype) === "[object AsyncFunction]" ? prototype : undefined;
}

const asyncFunction = native() ?? family("AsyncFunction");
const asyncGeneratorFunction = family("AsyncGeneratorFunction");

Object.defineProperty(asyncGeneratorFunction, "prototype", { value: AsyncGenerator.prototype, configurable: true });
Object.defineProperty(AsyncGenerator.prototype, "constructor", { value: asyncGeneratorFunction, writable: false });

/** Nothing is an instance of an async function. */
function never(): boolean {
  return false;
}

/** ABI: makes a compiled async function answer as one. Returns it. */
export function brandAsync<F extends object>(fn: F): F {
  // A function that can be called with `new` has a `prototype`, which cannot be taken away.
  if (Object.hasOwn(fn, "prototype")) {
    Object.defineProperty(fn, "prototype", { value: undefined, writable: false });
    // Where the output is compiled on to ES5, its `new.target` has become `this instanceof fn`, which must not throw.
    Object.defineProperty(fn, Symbol.hasInstance, { value: never });
  }
  return Object.setPrototypeOf(fn, asyncFunction) as F;
}

/** ABI: makes a compiled async generator function answer as one, with a `prototype` of its own. Returns it. */
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

/** ABI: `brandAsync` of a function expression that would have been named by what it is assigned to. */
export function brandAsyncAs<F extends object>(name: string, fn: F): F {
  return brandAsync(named(name, fn));
}

/** ABI: `brandAsyncGenerator` of a function expression that has no name in the source. */
export function brandAsyncGeneratorAs<F extends object>(name: string, fn: F): F {
  return brandAsyncGenerator(named(name, fn));
}

/** ABI: brands async methods of an object, found by their keys. Returns the object. */
export function brandAsyncMethods<O extends object>(object: O, ...keys: readonly PropertyKey[]): O {
  for (const key of keys) brandAsync(methodOf(object, key));
  return object;
}

/**
 * ABI: brands async generator methods; each key is followed by the method's description, which then knows its
 * `prototype`: a method cannot name itself. Of a method that is made several times the last one's counts.
 */
export function brandAsyncGeneratorMethods<O extends object>(object: O, ...pairs: readonly unknown[]): O {
  for (let i = 0; i + 1 < pairs.length; i += 2) {
    const method = brandAsyncGenerator(methodOf(object, pairs[i] as PropertyKey)) as { readonly prototype?: unknown };
    (pairs[i + 1] as FunctionInfo).prototype = method.prototype;
  }
  return object;
}

function named<F extends object>(name: string, fn: F): F {
  return Object.defineProperty(fn, "name", { value: name, configurable: true });
}

function methodOf(object: object, key: PropertyKey): object {
  return Object.getOwnPropertyDescriptor(object, key)?.value as object;
}
