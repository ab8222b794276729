/**
 * Small pieces of ECMAScript that compiled code spells out when an `await` stands inside them: object patterns, computed
 * keys, templates, calls.
 */

const { apply, ownKeys, getOwnPropertyDescriptor } = Reflect;

/** ABI: `Reflect.apply`, as it was when the runtime was loaded. @throws TypeError when `fn` is no function */
export function call(fn: unknown, thisArg: unknown, ...args: unknown[]): unknown {
  if (typeof fn !== "function")
    throw new TypeError(`${typeof fn === "symbol" ? String(fn) : describeValue(fn)} is not a function`);
  return apply(fn, thisArg, args);
}

/** ABI: a tag that is a method, and keeps its object while a substitution is awaited: `` o.tag`${await x}` ``. */
export function bound(fn: unknown, thisArg: unknown): (...args: unknown[]) => unknown {
  return (...args) => call(fn, thisArg, ...args);
}

function describeValue(value: unknown): string {
  return typeof value === "object" && value !== null ? "the object called" : String(value);
}

/** ABI: `{ a, [key]: b, ...rest }`: the own enumerable properties that are not excluded. */
export function objectRest(source: unknown, excluded: readonly PropertyKey[]): Record<PropertyKey, unknown> {
  const rest: Record<PropertyKey, unknown> = {};
  if (source === null || source === undefined) return rest;
  const skip = new Set<PropertyKey>(excluded.map((key) => (typeof key === "number" ? String(key) : key)));
  const object = Object(source) as Record<PropertyKey, unknown>;
  for (const key of ownKeys(object)) {
    if (skip.has(key)) continue;
    if (getOwnPropertyDescriptor(object, key)?.enumerable === true) {
      Object.defineProperty(rest, key, { value: object[key], writable: true, enumerable: true, configurable: true });
    }
  }
  return rest;
}

/** ABI: ECMAScript's ToPropertyKey. */
export function toKey(value: unknown): PropertyKey {
  if (typeof value === "symbol" || typeof value === "string") return value;
  if ((typeof value !== "object" || value === null) && typeof value !== "function") return String(value);
  // Using it as a key converts it once, as ECMAScript does; the only own key is what it became.
  return ownKeys({ [value as unknown as string]: 0 })[0] as PropertyKey;
}

/** ABI: `${value}`. @throws TypeError for a symbol */
export function toText(value: unknown): string {
  return `${value as string}`;
}

/** ABI: what an object pattern may take apart. @throws TypeError for null and undefined */
export function requireObject<T>(value: T): T {
  if (value === null || value === undefined)
    throw new TypeError(`Cannot destructure '${String(value)}' as it is ${String(value)}.`);
  return value;
}
