/**
 * The platform's promises, as the runtime meets them: recognised, subscribed to, never made. A native promise is one whose
 * `then` is the native `then` and which lets that be called on it; nothing else about it is asked, so a proxy in front of
 * one sees no more than it does from native code.
 *
 * Reading `globalThis.Promise` happens once, and calls nothing: the core loads where it was replaced by something that
 * throws. Which promises are native is learned then from the first one met.
 */
import {
  CANCELLED,
  Deferred,
  FULFILLED,
  makeCancelledError,
  PENDING,
  REJECTED,
  STATE,
  type Waiter,
} from "./deferred.js";
import { isCancelled } from "./errors.js";
import type { LoopCore } from "./loop-core.js";

type NativeThen = (this: unknown, resolve: (value: unknown) => void, reject: (error: unknown) => void) => unknown;

function findNative(): { constructor: unknown; then: NativeThen | undefined } {
  const constructor = (globalThis as { Promise?: unknown }).Promise as { prototype?: { then?: unknown } } | undefined;
  const then = constructor?.prototype?.then;
  return { constructor, then: typeof then === "function" ? (then as NativeThen) : undefined };
}

const native = findNative();

/** Where the name `Promise` did not tell: an object branded as a promise whose `then` is the engine's shows it. */
function learn(value: object, then: unknown): void {
  if (native.then !== undefined || typeof then !== "function") return;
  if (Object.prototype.toString.call(value) !== "[object Promise]") return;
  if (!Function.prototype.toString.call(then).includes("[native code]")) return;
  native.then = then as NativeThen;
  native.constructor = value.constructor;
}

/** The prototype of the platform's promises; undefined where the name `Promise` did not tell. */
export function nativePrototype(): object | undefined {
  return native.then === undefined ? undefined : (native.constructor as { readonly prototype: object }).prototype;
}

/** Whether `value` is an instance of the platform's promise constructor, and no promise of ours, which inherits from it. */
export function isNativePromise(value: unknown): boolean {
  if (typeof value !== "object" || value === null || value instanceof Deferred) return false;
  if (native.then === undefined) learn(value, (value as { readonly then?: unknown }).then);
  if (native.then === undefined) return false;
  return Function.prototype[Symbol.hasInstance].call(native.constructor as () => void, value);
}

/**
 * What a task waits on while it waits for a native promise. Its settlement resumes the task in that very microtask. When
 * the task is cancelled meanwhile, what the promise delivers later is consumed in silence.
 */
export class NativeWait extends Deferred {
  /** @internal */ declare readonly since: number;

  constructor(loop: LoopCore) {
    super(loop);
    this.since = loop.foreignBegins();
  }

  /** @internal */
  deliver(state: number, value: unknown): void {
    if ((this.flags & STATE) !== PENDING) return;
    this.loop.foreignEnds(this.since);
    const waiter = this.waiters as Waiter | null;
    this.waiters = null;
    this.flags |= state;
    this.value = value;
    if (waiter !== null) this.loop.runFromHost(waiter);
  }

  override requestCancel(reason: unknown, origin: object | null): boolean {
    if ((this.flags & STATE) !== PENDING) return false;
    this.loop.foreignEnds(this.since);
    this.settle(CANCELLED, makeCancelledError(reason, origin, this));
    return true;
  }
}

/**
 * Subscribes to a native promise, as native `await` does; undefined when `value` is none.
 * @param then what `value.then` gave
 * @throws what reading `value.constructor` throws
 */
export function waitForNative(loop: LoopCore, value: object, then: unknown): NativeWait | undefined {
  if (native.then === undefined) learn(value, then);
  if (then !== native.then || native.then === undefined) return undefined;
  if (value.constructor !== native.constructor) return undefined;
  loop.beforeForeign();
  const wait = new NativeWait(loop);
  try {
    Reflect.apply(native.then, value, [
      (result: unknown) => wait.deliver(FULFILLED, result),
      (error: unknown) => wait.deliver(isCancelled(error) ? CANCELLED : REJECTED, error),
    ]);
  } catch {
    loop.foreignEnds(wait.since);
    return undefined;
  }
  loop.ready.close();
  return wait;
}
