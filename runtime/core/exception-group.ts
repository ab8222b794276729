/**
 * Several errors as one. Mirrors Python's `ExceptionGroup`, on ECMAScript's `AggregateError`: what a task group throws, and
 * what code that only knows `AggregateError` can look into.
 *
 *     ExceptionGroup "a"                     .split(TypeError)
 *     ├─ TypeError 1                           ├─ the part of type errors:   a [1, b [2]]
 *     └─ ExceptionGroup "b"                    └─ the rest:                  a [b [3]]
 *        ├─ TypeError 2
 *        └─ RangeError 3
 *
 * Groups nest; `split` and `subgroup` keep the nesting, and make the groups of the parts by `derive`, which a subclass
 * overrides to give its own kind.
 */

type ErrorClass = abstract new (...args: never[]) => object;

/** Which errors are meant: an error class, several, or a function that says yes or no to an error or group. */
export type ErrorCondition = ErrorClass | readonly ErrorClass[] | ((error: unknown) => boolean);

/** Several errors with a message. Mirrors Python's `ExceptionGroup` (and `BaseExceptionGroup`: there is no such distinction here). */
export class ExceptionGroup<E = unknown> extends AggregateError {
  /** The errors, groups among them. ECMAScript's name. */
  declare errors: E[];

  /**
   * @param message what failed
   * @param errors one error or more, groups among them
   * @throws {TypeError} when the message is no string, or the errors are no array
   * @throws {RangeError} when there are none
   */
  constructor(message: string, errors: readonly E[], options?: ErrorOptions) {
    if (typeof message !== "string" || !Array.isArray(errors)) {
      throw new TypeError("an ExceptionGroup takes a message and an array: new ExceptionGroup(message, [error])");
    }
    if (errors.length === 0) throw new RangeError("an ExceptionGroup holds one error or more: its array is empty");
    super(errors, message, options);
  }

  /** The class's name. */
  override get name(): string {
    return this.constructor.name;
  }

  /** The errors. Python's name for `errors`. */
  get exceptions(): readonly E[] {
    return this.errors;
  }

  /** A group like this one of other errors: what `split` and `subgroup` make parts with. A subclass overrides it. Python's `derive`. */
  derive(errors: readonly unknown[]): ExceptionGroup {
    return new ExceptionGroup(this.message, errors);
  }

  /** The part of this group whose errors are meant, with the nesting as it is; null when there are none. Python's `subgroup`. */
  subgroup(condition: ErrorCondition): ExceptionGroup | null {
    return this.split(condition)[0];
  }

  /** The errors that are meant, and the others, each with the nesting as it is; null for an empty part. Python's `split`. */
  split(condition: ErrorCondition): [matching: ExceptionGroup | null, rest: ExceptionGroup | null] {
    return this.#split(matcher(condition));
  }

  #split(matches: (error: unknown) => boolean): [ExceptionGroup | null, ExceptionGroup | null] {
    if (matches(this)) return [this, null];
    const matching: unknown[] = [];
    const rest: unknown[] = [];
    for (const error of this.errors) {
      if (error instanceof ExceptionGroup) {
        const [part, others] = error.#split(matches);
        if (part !== null) matching.push(part);
        if (others !== null) rest.push(others);
      } else (matches(error) ? matching : rest).push(error);
    }
    return [this.#part(matching), this.#part(rest)];
  }

  /** A group of some of the errors, which stands for this one: with its cause, and where it was thrown. */
  #part(errors: readonly unknown[]): ExceptionGroup | null {
    if (errors.length === 0) return null;
    const part = this.derive(errors);
    if (!(part instanceof ExceptionGroup)) throw new TypeError("derive() must give an ExceptionGroup");
    const copied: PropertyDescriptorMap = {};
    for (const key of ["cause", "stack"]) {
      if (Object.hasOwn(this, key))
        copied[key] = { value: this[key as "cause"], writable: true, configurable: true, enumerable: false };
    }
    return Object.defineProperties(part, copied);
  }
}

function isErrorClass(value: unknown): value is ErrorClass {
  if (typeof value !== "function") return false;
  return value === Error || (value.prototype as unknown) instanceof Error;
}

function matcher(condition: ErrorCondition): (error: unknown) => boolean {
  if (isErrorClass(condition)) return (error) => error instanceof condition;
  if (Array.isArray(condition) && condition.length > 0 && condition.every(isErrorClass)) {
    return (error) => condition.some((kind) => error instanceof kind);
  }
  if (typeof condition === "function") return condition;
  throw new TypeError("which errors are meant is said by an error class, an array of them, or a function");
}
