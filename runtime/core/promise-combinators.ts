/**
 * `Promise.all`, `allSettled`, `any`, `race`: ECMAScript's algorithms over any constructor, with one addition: cancelling the
 * promise they return goes on to every input that nobody else consumes.
 *
 * A combinator counts as one consumer of an input, however often that occurs, until it has ended: then it leaves the inputs
 * that are still pending, so that racing against one long-lived promise again and again leaves nothing with it (a late
 * failure of theirs still counts as looked at). When it was asked to cancel, it ends as
 * cancelled as soon as all inputs it could ask have ended (one of them by cancellation), if it has not ended before.
 */
import { Deferred, FULFILLED, HANDLED, PENDING, STATE, type Upstream } from "./deferred.js";
import { isCancelled } from "./errors.js";
import { type Capability, makeCapability, speciesOf } from "./promise-capability.js";
import { isOwnConstructor } from "./own-constructors.js";
import { builtin, Reaction, unnamed } from "./resolution.js";

/** What `this` is in `Promise.all` and the others. */
export interface CombinatorConstructor {
  resolve(value: unknown): unknown;
}

type Settle = (value: unknown) => void;

/** Per algorithm: what happens when the input at `index` settles, and when the input is exhausted. */
interface Algorithm {
  element(index: number): { readonly fulfilled: Settle; readonly rejected: Settle };
  exhausted(): void;
}

class ElementReaction extends Reaction {
  private readonly combinator: Combinator;
  /** The combinator's reaction after this one. */
  next: ElementReaction | null = null;

  constructor(source: Deferred, fulfilled: Settle, rejected: Settle, combinator: Combinator) {
    super(source, fulfilled, rejected, null, null);
    this.combinator = combinator;
  }

  override consumerKey(): object {
    return this.combinator;
  }

  override react(): void {
    const asked = this.combinator.asked;
    if (asked !== null) this.combinator.ended(this.source, asked);
    super.react();
    this.combinator.leaveIfDone();
  }
}

class Combinator implements Upstream {
  private readonly result: Deferred;
  // The reactions are a chain and no array: programs may put setters on `Array.prototype`.
  private first: ElementReaction | null = null;
  private last: ElementReaction | null = null;
  /** Whether nobody can tell that elements which settle after the result are not noted. */
  private readonly mayLeave: boolean;
  /** The inputs that were asked to cancel and have not ended; null while nobody cancelled. */
  asked: Set<Deferred> | null = null;
  private cancellation: unknown = undefined;

  constructor(result: Deferred, constructor: CombinatorConstructor) {
    this.result = result;
    this.mayLeave = isOwnConstructor(constructor);
    result.value = this;
  }

  done(): boolean {
    return this.result.done();
  }

  consume(input: Deferred, fulfilled: Settle, rejected: Settle): void {
    const reaction = new ElementReaction(input, fulfilled, rejected, this);
    if (this.last === null) this.first = reaction;
    else this.last.next = reaction;
    this.last = reaction;
    input.flags |= HANDLED;
    input.subscribe(reaction);
  }

  /** Once the result is settled: takes the reactions from the inputs that are pending. They would do nothing. */
  leaveIfDone(): void {
    if (this.mayLeave && this.done()) this.leave();
  }

  private leave(): void {
    for (let each = this.first; each !== null; each = each.next) each.source.unsubscribe(each);
    this.first = this.last = null;
  }

  cancelUpstream(reason: unknown, origin: object | null): boolean {
    const asked = new Set<Deferred>();
    const inputs = new Set<Deferred>();
    for (let each = this.first; each !== null; each = each.next) inputs.add(each.source);
    for (const input of inputs) {
      if ((input.flags & STATE) !== PENDING || input.hasOtherConsumers(this)) continue;
      if (input.requestCancel(reason, origin)) asked.add(input);
    }
    this.asked = asked;
    if (asked.size > 0) return true;
    // The result is settled as cancelled now.
    if (this.mayLeave) this.leave();
    return false;
  }

  ended(input: Deferred, asked: Set<Deferred>): void {
    if (!asked.delete(input)) return;
    if (isCancelled(input.value) && (input.flags & STATE) !== FULFILLED) this.cancellation ??= input.value;
    if (asked.size === 0 && this.cancellation !== undefined) this.result.reject(this.cancellation);
  }
}

function methodOf(value: unknown, name: "then" | "resolve"): (...args: unknown[]) => unknown {
  const method = (value as Record<string, unknown>)[name];
  if (typeof method !== "function") throw new TypeError(`Promise: ${name} is not a function`);
  return method as (...args: unknown[]) => unknown;
}

function combine(
  constructor: CombinatorConstructor,
  values: Iterable<unknown>,
  make: (capability: Capability) => Algorithm,
): unknown {
  const capability = makeCapability(constructor);
  const combinator = capability.promise instanceof Deferred ? new Combinator(capability.promise, constructor) : null;
  try {
    const resolve = methodOf(constructor, "resolve");
    const algorithm = make(capability);
    let index = 0;
    for (const value of values) {
      const input = Reflect.apply(resolve, constructor, [value]) as object;
      const { fulfilled, rejected } = algorithm.element(index++);
      subscribe(input, fulfilled, rejected, combinator);
    }
    algorithm.exhausted();
  } catch (error) {
    const { reject } = capability;
    reject(error);
  }
  combinator?.leaveIfDone();
  return capability.promise;
}

function subscribe(input: object, fulfilled: Settle, rejected: Settle, combinator: Combinator | null): void {
  const then = methodOf(input, "then");
  if (combinator !== null && input instanceof Deferred && then === builtin.then) {
    speciesOf(input, undefined);
    combinator.consume(input, fulfilled, rejected);
  } else Reflect.apply(then, input, [fulfilled, rejected]);
}

/** Calls `settle` once at most. */
function once(settle: Settle): Settle {
  let called = false;
  return (value) => {
    if (called) return;
    called = true;
    settle(value);
  };
}

/** Collects one value per input; `done` gets them when the last is there and the input is exhausted. */
class Collection {
  /** A list without a prototype: programs may put setters on `Array.prototype`. */
  private readonly values = Object.setPrototypeOf([], null) as unknown[];
  private remaining = 1;
  private readonly done: (values: unknown[]) => void;

  constructor(done: (values: unknown[]) => void) {
    this.done = done;
  }

  expect(index: number): Settle {
    this.values[index] = undefined;
    this.remaining += 1;
    return (value) => {
      this.values[index] = value;
      this.countDown();
    };
  }

  countDown(): void {
    if (--this.remaining === 0) this.done(Object.setPrototypeOf(this.values, Array.prototype) as unknown[]);
  }
}

/** ECMAScript's `Promise.all`. */
export function all(constructor: CombinatorConstructor, values: Iterable<unknown>): unknown {
  return combine(constructor, values, ({ resolve, reject }) => {
    const collection = new Collection(resolve);
    return {
      element: (index) => ({ fulfilled: once(collection.expect(index)), rejected: reject }),
      exhausted: () => collection.countDown(),
    };
  });
}

/** ECMAScript's `Promise.allSettled`. */
export function allSettled(constructor: CombinatorConstructor, values: Iterable<unknown>): unknown {
  return combine(constructor, values, ({ resolve }) => {
    const collection = new Collection(resolve);
    return {
      element: (index) => {
        const settle = once(collection.expect(index));
        return {
          fulfilled: unnamed((value) => settle({ status: "fulfilled", value })),
          rejected: unnamed((reason) => settle({ status: "rejected", reason })),
        };
      },
      exhausted: () => collection.countDown(),
    };
  });
}

/** ECMAScript's `Promise.any`. */
export function any(constructor: CombinatorConstructor, values: Iterable<unknown>): unknown {
  return combine(constructor, values, ({ resolve, reject }) => {
    const collection = new Collection((errors) => reject(new AggregateError(errors, "All promises were rejected")));
    return {
      element: (index) => ({ fulfilled: resolve, rejected: once(collection.expect(index)) }),
      exhausted: () => collection.countDown(),
    };
  });
}

/** ECMAScript's `Promise.race`. */
export function race(constructor: CombinatorConstructor, values: Iterable<unknown>): unknown {
  return combine(constructor, values, ({ resolve, reject }) => ({
    element: () => ({ fulfilled: resolve, rejected: reject }),
    exhausted: () => undefined,
  }));
}
