/**
 * For tasks that leave most fields out: what they lack stands in their prototype, and setting it makes a field of it.
 */

/** A field that is in the prototype until it is set. */
export const field = (value: unknown): PropertyDescriptor => ({ value, writable: true, configurable: true });

/** A field whose first value is the object's own. */
export function ownField<T extends object>(key: string, first: (object: T) => unknown): PropertyDescriptor {
  return {
    configurable: true,
    get(this: T) {
      const value = first(this);
      Object.defineProperty(this, key, field(value));
      return value;
    },
    set(this: T, value: unknown) {
      Object.defineProperty(this, key, field(value));
    },
  };
}
