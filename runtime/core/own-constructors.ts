/**
 * The constructors that count as `Promise` where ECMAScript compares `promise.constructor` with it: `Promise` itself and the
 * classes this runtime derives from it. Asked at every await of a promise, hence the two fields for the usual answers.
 */

const known = { promise: undefined as unknown, task: undefined as unknown };
const others = new Set<unknown>();

/** Makes a class of this runtime count as `Promise`. */
export function countsAsPromise(constructor: unknown, usual?: "promise" | "task"): void {
  if (usual === undefined) others.add(constructor);
  else known[usual] = constructor;
}

/** Whether ECMAScript's `promise.constructor === Promise` holds for that constructor. */
export function isOwnConstructor(constructor: unknown): boolean {
  return constructor === known.task || constructor === known.promise || others.has(constructor);
}
