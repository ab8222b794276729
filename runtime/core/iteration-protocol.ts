/**
 * ECMAScript's iteration protocol in small pieces, for everything that iterates on behalf of compiled code: getting
 * iterators (sync, async, and async from sync), and checking what they give.
 */
import { isObject } from "./resolution.js";

/** Something that may have any property. */
export type Any = Record<PropertyKey, unknown>;
type Method = (...args: unknown[]) => unknown;

/** An iterator with its `next`, read once. */
export interface IteratorRecord {
  readonly iterator: object;
  readonly next: unknown;
}

function nameOf(value: unknown): string {
  if (typeof value === "symbol" || typeof value === "string" || !isObject(value)) return String(value);
  return typeof value === "function" ? `function ${value.name}` : "object";
}

/** ECMAScript's GetMethod. @throws TypeError when the property is neither a function nor null or undefined */
export function getMethod(value: unknown, key: PropertyKey): Method | undefined {
  const method = (value as Any)[key];
  if (method === undefined || method === null) return undefined;
  if (typeof method !== "function") throw new TypeError(`${nameOf(value)}[${String(key)}] is not a function`);
  return method as Method;
}

/** ECMAScript's Call on any value. @throws TypeError when it is no function */
export function callMethod(method: unknown, receiver: unknown, args: readonly unknown[]): unknown {
  if (typeof method !== "function") throw new TypeError(`${nameOf(method)} is not a function`);
  return Reflect.apply(method, receiver, args as unknown[]);
}

/** ECMAScript's GetIterator(value, sync). */
export function syncIterator(iterable: unknown): IteratorRecord {
  const method = getMethod(iterable, Symbol.iterator);
  if (method === undefined) throw new TypeError(`${nameOf(iterable)} is not iterable`);
  return iteratorFrom(method, iterable);
}

/** Calls a method that must give an iterator, and reads its `next`. */
export function iteratorFrom(method: Method, iterable: unknown): IteratorRecord {
  const iterator = Reflect.apply(method, iterable, []);
  if (!isObject(iterator)) throw new TypeError(`Result of the iterator method is not an object`);
  return { iterator, next: (iterator as Any)["next"] };
}

/** What an iterator's method gave must be an object. @throws TypeError */
export function checkResult(result: unknown): Any {
  if (!isObject(result)) throw new TypeError(`Iterator result ${nameOf(result)} is not an object`);
  return result as Any;
}
