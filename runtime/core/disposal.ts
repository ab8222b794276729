/**
 * `using` and `await using` of compiled code: ECMAScript's disposal, and over it the exit protocol that lets a declaration
 * see the block's error.
 *
 *     declared:  [Symbol.dispose]()              using, or await using without an async one
 *                [Symbol.asyncDispose]()         await using
 *                [asyncEnter](), [asyncExit](e)  await using: entered at the declaration, told the error on leaving
 *
 * Leaving goes through the resources in reverse order; compiled code awaits where the stack says so:
 *
 *     begin(threw, error) ─▶ advance() ─true─▶ await pending ─▶ resume(result) │ fail(error) ─▶ advance() … ─▶ end()
 *
 * The error so far is `error` while `threw`. A disposer that throws over another error gives a SuppressedError of both
 * (ECMAScript); what `[asyncExit]` throws replaces the error, and when it resolves `true` the error is gone.
 *
 * ECMAScript knows no cancellation. One with which the task unwinds goes on as itself whatever disposers throw, as it does
 * from any other clean-up: their errors are attached to it and reported, and so is an error it finds on its way already.
 */
import { currentLoop } from "./ambient.js";
import { type CancelledError, InternalError } from "./errors.js";
import { CATCHABLE, type FunctionInfo } from "./function-info.js";
import { getMethod } from "./iteration-protocol.js";
import { isObject } from "./resolution.js";
import { current } from "./root.js";

/**
 * The key of a resource's enter method: called where `await using` declares it. What it gives is awaited, when that can be,
 * and not used. Mirrors Python's `__aenter__`.
 */
export const asyncEnter: unique symbol = Symbol.for("tsyncio.asyncEnter") as never;
/**
 * The key of a resource's exit method: told the block's error (or undefined), and whether the block is left in the middle
 * because its async generator is being closed by `return()`; resolving `true` suppresses the error. Mirrors
 * Python's `__aexit__`.
 */
export const asyncExit: unique symbol = Symbol.for("tsyncio.asyncExit") as never;

const SYNC = 0;
const ASYNC = 1;
const EXIT = 2;
/** `await using` of null or undefined: nothing to dispose, but an await all the same. */
const EMPTY = 3;
/** A sync disposer used by `await using`: it is awaited, but not for its value, and what it throws as well. */
const AWAITED_SYNC = 4;

interface Resource {
  readonly kind: number;
  readonly value: unknown;
  readonly method: (...args: unknown[]) => unknown;
}

interface Suppressed extends Error {
  error: unknown;
  suppressed: unknown;
}

type SuppressedConstructor = new (error: unknown, suppressed: unknown, message?: string) => Suppressed;

/** ECMAScript's SuppressedError, or one like it where the engine has none. */
export function makeSuppressedError(error: unknown, suppressed: unknown): Error {
  const native = (globalThis as { SuppressedError?: SuppressedConstructor }).SuppressedError;
  const message = "An error was suppressed during disposal.";
  if (typeof native === "function") return new native(error, suppressed, message);
  const made = new Error(message) as Suppressed;
  for (const [key, value] of [
    ["name", "SuppressedError"],
    ["error", error],
    ["suppressed", suppressed],
  ] as const) {
    Object.defineProperty(made, key, { value, writable: true, configurable: true, enumerable: false });
  }
  return made;
}

const nothing = (): undefined => undefined;

/** The activation whose block it is: tells whether an error is the cancellation with which its task unwinds. */
interface Owner {
  readonly info: FunctionInfo;
  /** An async generator that is being closed by `return()`. */
  readonly closing?: boolean;
  cleanup(error: unknown): CancelledError | undefined;
}

/** Attaches what clean-up threw to the cancellation that goes on, and reports it. */
function attach(cancellation: CancelledError, error: unknown): void {
  (cancellation.suppressed ??= []).push(error);
  currentLoop().cleanupFailed(error, current.task);
}

/** ABI: the resources of one block. */
export class Disposables {
  /** What to await: after `useAsync` returned true, or `advance` did. */
  pending: unknown = undefined;
  private readonly resources: Resource[] = [];
  private entering: Resource | null = null;
  private threw = false;
  private error: unknown = undefined;
  private needsAwait = false;
  private hasAwaited = false;
  private exiting = false;
  private suppressed = false;
  /** What a sync disposer threw: it counts when the await is over. */
  private thrown: { readonly error: unknown } | null = null;
  private readonly owner: Owner | undefined;
  /** The block was begun by the clean-up of a generator that is being closed: it comes to its own end. */
  private readonly ofCleanUp: boolean;

  constructor(owner?: Owner) {
    this.owner = owner;
    this.ofCleanUp = owner?.closing === true;
  }

  /** `using x = value`. @throws TypeError when it cannot be disposed */
  use(value: unknown): void {
    if (value === null || value === undefined) return;
    this.resources.push({ kind: SYNC, value, method: this.disposer(value, Symbol.dispose, "Symbol.dispose") });
  }

  /**
   * `await using x = value`. True: `pending` is to be awaited and its result given to `entered`.
   * @throws TypeError when it cannot be disposed
   */
  useAsync(value: unknown): boolean {
    if (value === null || value === undefined) {
      this.resources.push({ kind: EMPTY, value, method: nothing });
      return false;
    }
    if (!isObject(value)) throw notDisposable("Symbol.asyncDispose");
    const enter = getMethod(value, asyncEnter);
    const exit = getMethod(value, asyncExit);
    if (exit !== undefined) {
      const resource: Resource = { kind: EXIT, value, method: exit };
      if (enter === undefined) {
        this.resources.push(resource);
        return false;
      }
      return this.enter(resource, enter);
    }
    const dispose = getMethod(value, Symbol.asyncDispose);
    const resource: Resource =
      dispose !== undefined
        ? { kind: ASYNC, value, method: dispose }
        : { kind: AWAITED_SYNC, value, method: this.disposer(value, Symbol.dispose, "Symbol.asyncDispose") };
    if (enter === undefined) {
      this.resources.push(resource);
      return false;
    }
    return this.enter(resource, enter);
  }

  /** Enters a resource. True: what that gave is to be awaited. A value that cannot be waited for takes no turn. */
  private enter(resource: Resource, enter: Resource["method"]): boolean {
    this.entering = resource;
    this.pending = Reflect.apply(enter, resource.value, []);
    if (isObject(this.pending)) return true;
    this.entered(undefined);
    return false;
  }

  /** The resource was entered: from here on it is left again. */
  entered(_result: unknown): void {
    if (this.entering === null) throw new InternalError("entered() without useAsync()");
    this.resources.push(this.entering);
    this.entering = null;
    this.pending = undefined;
  }

  private disposer(value: unknown, key: symbol, name: string): Resource["method"] {
    if (!isObject(value)) throw notDisposable(name);
    const method = getMethod(value, key === Symbol.dispose ? Symbol.dispose : key);
    if (method === undefined) throw notDisposable(name);
    return method;
  }

  /** The block is left; `threw` and `error` say how. */
  begin(threw: boolean, error: unknown): void {
    this.threw = threw;
    this.error = threw ? error : undefined;
  }

  /** Goes on disposing. True: `pending` is to be awaited. */
  advance(): boolean {
    for (;;) {
      const resource = this.resources.pop();
      if (resource === undefined) return this.ownAwait();
      if (resource.kind === EMPTY) {
        this.needsAwait = true;
        continue;
      }
      if (resource.kind === SYNC && this.ownAwait()) {
        this.resources.push(resource);
        return true;
      }
      if (this.dispose(resource)) return true;
    }
  }

  /** The one `await undefined` ECMAScript makes when only null resources asked for one. */
  private ownAwait(): boolean {
    if (!this.needsAwait || this.hasAwaited) return false;
    this.needsAwait = false;
    this.pending = undefined;
    this.exiting = false;
    return true;
  }

  /** True: what it gave is to be awaited. */
  private dispose(resource: Resource): boolean {
    this.exiting = resource.kind === EXIT;
    try {
      const result: unknown = Reflect.apply(
        resource.method,
        resource.value,
        this.exiting ? [this.threw ? this.error : undefined, this.owner?.closing === true && !this.ofCleanUp] : [],
      );
      if (resource.kind === SYNC) return false;
      this.pending = resource.kind === AWAITED_SYNC ? undefined : result;
    } catch (error) {
      if (resource.kind !== AWAITED_SYNC) {
        this.failed(error);
        return false;
      }
      this.pending = undefined;
      this.thrown = { error };
    }
    this.hasAwaited = true;
    return true;
  }

  /** What was awaited is there. */
  resume(result: unknown): void {
    this.pending = undefined;
    this.takeThrown();
    if (!this.exiting || result !== true || !this.threw) return;
    this.threw = false;
    this.error = undefined;
    this.suppressed = true;
  }

  /** The await failed. */
  fail(error: unknown): void {
    this.pending = undefined;
    this.takeThrown();
    this.failed(error);
  }

  private takeThrown(): void {
    const { thrown } = this;
    this.thrown = null;
    if (thrown !== null) this.failed(thrown.error);
  }

  private failed(error: unknown): void {
    this.error = this.threw && !this.exiting ? this.both(error, this.error) : error;
    this.threw = true;
    this.suppressed = false;
  }

  /** What is left of two errors: the cancellation, if one of them is one (the newer, if both are); else both in one. */
  private both(error: unknown, before: unknown): unknown {
    const newer = this.cancellation(error);
    if (newer === undefined) {
      const older = this.cancellation(before);
      if (older === undefined) return makeSuppressedError(error, before);
      attach(older, error);
      return older;
    }
    if (this.cancellation(before) === undefined) attach(newer, before);
    return newer;
  }

  private cancellation(error: unknown): CancelledError | undefined {
    const owner = this.owner;
    return owner === undefined || (owner.info.flags & CATCHABLE) !== 0 ? undefined : owner.cleanup(error);
  }

  /** The end. True: the block's error was suppressed, go on after the block. @throws the error there is now */
  end(): boolean {
    if (this.threw) throw this.error;
    return this.suppressed;
  }
}

function notDisposable(name: string): TypeError {
  return new TypeError(`this cannot be disposed of: it has no [${name}]() method`);
}

/** ABI: begins a block with `using` or `await using` of the activation `owner`. */
export function disposables(owner?: Owner): Disposables {
  return new Disposables(owner);
}
