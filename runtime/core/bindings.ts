/**
 * Bindings of compiled code that live longer than the block engine would keep them: the temporal dead zone and constants.
 */

/** ABI: what a `let`, `const` or `class` binding holds before its declaration was reached. */
export const uninitialized: unique symbol = Symbol("uninitialized");

/** ABI: reads such a binding. @throws ReferenceError in its temporal dead zone */
export function initialized<T>(value: T, name: string): T {
  if ((value as unknown) === uninitialized) throw new ReferenceError(`Cannot access '${name}' before initialization`);
  return value;
}

/** ABI: a constant as a place. Reading `value` gives `current`. @throws TypeError when `value` is assigned */
export function readonly<T>(_name: string, current: T): { value: T } {
  return {
    get value(): T {
      return current;
    },
    set value(_: T) {
      throw new TypeError("Assignment to constant variable.");
    },
  };
}
