/**
 * ECMAScript's NewPromiseCapability and SpeciesConstructor: a promise of any constructor, with the functions that settle it.
 */
import { isObject } from "./resolution.js";

/** A promise with its resolve functions, made by any constructor. */
export interface Capability {
  readonly promise: unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

type Constructor = new (executor: (resolve: unknown, reject: unknown) => void) => unknown;

/** ECMAScript's IsConstructor, without calling anything: `Reflect.construct` checks its third argument first. */
export function isConstructor(value: unknown): value is Constructor {
  if (typeof value !== "function") return false;
  try {
    Reflect.construct(Object, [], value);
    return true;
  } catch {
    return false;
  }
}

/** ECMAScript's NewPromiseCapability. @throws TypeError when the constructor is none, or misuses its executor. */
export function makeCapability(constructor: unknown): Capability {
  if (!isConstructor(constructor)) throw new TypeError("Promise: the receiver is not a constructor");
  let resolve: unknown;
  let reject: unknown;
  const promise = new constructor((resolveFunction, rejectFunction) => {
    if (resolve !== undefined || reject !== undefined)
      throw new TypeError("Promise executor has already been invoked with non-undefined arguments");
    resolve = resolveFunction;
    reject = rejectFunction;
  });
  if (typeof resolve !== "function" || typeof reject !== "function") {
    throw new TypeError("Promise resolve or reject function is not callable");
  }
  return { promise, resolve: resolve as (value: unknown) => void, reject: reject as (error: unknown) => void };
}

/** ECMAScript's SpeciesConstructor. */
export function speciesOf(value: object, fallback: unknown): unknown {
  const constructor: unknown = value.constructor;
  if (constructor === undefined || constructor === fallback) {
    if (constructor === undefined) return fallback;
  }
  if (!isObject(constructor)) throw new TypeError("Promise: object.constructor is not an object");
  const species = (constructor as { [Symbol.species]?: unknown })[Symbol.species];
  if (species === undefined || species === null) return fallback;
  if (species === fallback) return fallback;
  if (!isConstructor(species)) throw new TypeError("Promise: object.constructor[Symbol.species] is not a constructor");
  return species;
}
