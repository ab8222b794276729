/**
 * `await`: what a root does about the value its function (or a coroutine on top of it) awaits.
 *
 *     by ECMAScript's rules      awaitExact     SUSPENDED: every await gives up the turn once
 *     by coroutine rules,        awaitNow       the value, if it is there (or an error thrown, if it failed); a coroutine is
 *     relaxed order                             run inside the call; else SUSPENDED
 *
 * A turn in which nothing else would run need not be taken (see `ReadyQueue.takeTurnAlone`): then `awaitExact` gives the
 * value too.
 *
 * A coroutine that is awaited inside an awaited coroutine … runs some calls deep (`deepest`). Deeper ones are left to the
 * driver, which steps them on an empty call stack; so the depth of awaits is not limited.
 */
import { type Activation, CONTINUE, type Signal, SUSPENDED } from "./activation.js";
import { CoroutineFrame, DONE, fresh, NEW, RUNNING } from "./coroutine-frame.js";
import {
  Deferred,
  DIRECT,
  EAGER,
  ENTERING,
  FULFILLED,
  HANDLED,
  INLINED,
  LINKED,
  NESTED,
  NO_TURN,
  OWED,
  PENDING,
  REJECTED,
  STATE,
  TURN,
} from "./deferred.js";
import { CoroutineReusedError, ForeignLoopError, SelfAwaitError } from "./errors.js";
import { COROUTINE_RULES, INLINE, LEAF, RELAXED, WAITS } from "./function-info.js";
import type { FunctionInfo } from "./function-info.js";
import { waitForNative } from "./native.js";
import { isOwnConstructor } from "./own-constructors.js";
import { bare, Promise } from "./promise.js";
import { isObject, resolveWith, ThenableCall } from "./resolution.js";
import type { Root } from "./root.js";
import type { Runnable } from "./runnable.js";
import { noteFrame } from "./stack.js";

/** How often a step may go on without a turn. */
export const continuations = 1000;

/** How many awaited calls run inside one another's. */
export const deepest = 40;
/** How many do now. */
export const calls = { depth: 0 };

type AnyStep = ($: Activation, value: unknown) => unknown;

/** What `readThen` found. */
const read = { then: undefined as unknown, error: undefined as unknown };

/** Reads `value.then` into `read.then`. False: it threw `read.error`, which rejects the await (it does not throw there). */
function readThen(value: object): boolean {
  try {
    read.then = (value as { then?: unknown }).then;
    return true;
  } catch (error) {
    read.error = error;
    return false;
  }
}

function rejectNextTurn(root: Root): Signal {
  takeTurn(root, read.error, true);
  return SUSPENDED;
}

/** Puts the root at the end of the ready queue, to go on with `value`. */
export function takeTurn(root: Root, value: unknown, failed: boolean): void {
  if (failed) {
    const slot = new Deferred(root.loop);
    slot.flags |= HANDLED;
    slot.settle(REJECTED, value);
    root.awaiting = slot;
  } else {
    root.awaiting = null;
    root.value = value;
  }
  root.loop.push(root);
}

/**
 * A coroutine that a function of exact order awaits has ended without a turn: it is taken now. What the coroutine gives is
 * delivered even if the task is cancelled meanwhile (it may be a lock); an await that did not wait cannot be interrupted.
 */
export function takeOwedTurn(root: Root, value: unknown, failed: boolean): void {
  root.flags = (root.flags & ~NO_TURN) | (failed ? 0 : OWED);
  takeTurn(root, value, failed);
}

/**
 * Whether the next turn is this root's, so that it may go on instead of waiting for it. `entry` is what is ready on its
 * behalf already.
 */
function isNext(root: Root, entry: Runnable | null = null): boolean {
  const { flags, loop } = root;
  const isInlined = (flags & INLINED) !== 0;
  if (((flags & (EAGER | NESTED)) !== 0 && !isInlined) || root.cancellation !== null) return false;
  if (loop.instruments !== null || !loop.ready.takeTurnAlone(entry)) return false;
  return !isInlined || (flags & LINKED) !== 0 || linkCallers(root);
}

/** Who called an inlined task or generator. */
function callerOf(inlined: Root): Root {
  return (inlined.flags & NESTED) === 0 ? (inlined.value as Root) : inlined.caller;
}

/**
 * An inlined call takes its first turn: those that called it wait, each for the one it called. False: they are to wait
 * indeed, because one of them was cancelled, or because the platform's stores are in use, which are kept where one waits.
 */
function linkCallers(root: Root): boolean {
  if (root.loop.storesUsage.inUse === true) return false;
  for (let inner = root; (inner.flags & (INLINED | LINKED)) === INLINED; inner = callerOf(inner))
    if (callerOf(inner).cancellation !== null) return false;
  for (let inner = root; (inner.flags & (INLINED | LINKED)) === INLINED;) {
    const caller = callerOf(inner);
    const answer = (inner.flags & NESTED) === 0 ? inner : inner.answer;
    inner.flags |= LINKED;
    answer.flags |= (caller.info.flags & RELAXED) === 0 ? HANDLED : HANDLED | DIRECT;
    caller.awaiting = answer;
    if (answer.waiters === null) answer.waiters = caller;
    else answer.subscribe(caller);
    inner = caller;
  }
  return true;
}

/** Whether what a root calls, and awaits on the spot, may take turns in its place. */
export function mayInline({ flags, loop, cancellation }: Root): boolean {
  if ((flags & (EAGER | NESTED)) !== 0 && (flags & INLINED) === 0) return false;
  return (flags & NO_TURN) === 0 && cancellation === null && calls.depth < deepest && loop.storesUsage.inUse !== true;
}

/** Whether a root of relaxed order may go on at once: not in the eager part, where the caller's own code comes first. */
function isBeyondCall(root: Root): boolean {
  const { flags } = root;
  if ((flags & INLINED) === 0) return (flags & EAGER) === 0;
  return (flags & LINKED) !== 0 || linkCallers(root);
}

/** Whether a root that awaits, on the spot, a call that has ended may go on with the outcome. */
export function mayGoOn(root: Root): boolean {
  if ((root.info.flags & RELAXED) === 0 || !isBeyondCall(root)) return isNext(root);
  return --root.loop.budget > 0;
}

/** What a call gives that has ended already, to the root that awaits it on the spot: the value, or SUSPENDED until its turn. */
export function receive(root: Root, value: unknown): unknown {
  if (mayGoOn(root)) return value;
  takeTurn(root, value, false);
  return SUSPENDED;
}

/** Whether who waits for a root that has just made its last step may go on right after it. */
export function mayWakeAtOnce({ flags, loop }: Root): boolean {
  if ((flags & (EAGER | NESTED)) !== 0 || loop.direct !== null) return false;
  return (flags & DIRECT) === 0 ? loop.ready.takeTurnAlone() : loop.mayContinue();
}

/** Whether it is a turn of this loop (`sleep(0)`) that is not over. */
function isTurn({ loop }: Root, { flags, loop: its }: Deferred): boolean {
  return (flags & (STATE | TURN)) === TURN && its === loop;
}

/** Waits for a turn, unless nothing else would run in it. */
function awaitTurn(root: Root, turn: Deferred): unknown {
  if (!isNext(root, turn as Deferred & Runnable)) return waitFor(root, turn);
  root.flags &= ~NO_TURN;
  turn.settle(FULFILLED, turn.value);
  return turn.value;
}

/** What awaiting a turn gives that nobody else knows of: undefined, or SUSPENDED until then. */
export function awaitNextTurn(root: Root): unknown {
  if (isNext(root)) {
    root.flags &= ~NO_TURN;
    return undefined;
  }
  takeTurn(root, undefined, false);
  return SUSPENDED;
}

/**
 * `await value` by ECMAScript's rules: SUSPENDED, or the value when nothing else would run in the turn between.
 * @throws what it failed with (likewise); what reading `constructor` throws; misuse of a coroutine or of another loop's future
 */
export function awaitExact(root: Root, value: unknown): unknown {
  if (value instanceof Deferred) {
    if (isTurn(root, value)) return awaitTurn(root, value);
    const slot = slotOf(root, value);
    if ((slot.flags & STATE) === PENDING || !isNext(root)) return waitFor(root, slot);
    slot.flags |= HANDLED;
    return outcomeOf(slot, root);
  }
  if (isObject(value)) {
    if (value instanceof CoroutineFrame) return awaitCoroutineExactly(root, value);
    if (!readThen(value)) return rejectNextTurn(root);
    const then = read.then;
    if (typeof then === "function") return awaitThenable(root, value, then);
  }
  if (isNext(root)) return value;
  root.awaiting = null;
  root.value = value;
  root.loop.push(root);
  return SUSPENDED;
}

function awaitCoroutineExactly(root: Root, coroutine: CoroutineFrame): unknown {
  startFrame(root, root, coroutine);
  root.flags |= NO_TURN;
  let result: unknown;
  try {
    result = runInside(root, root, coroutine);
  } catch (error) {
    if ((root.flags & NO_TURN) === 0) throw error;
    takeOwedTurn(root, error, true);
    return SUSPENDED;
  }
  if (result === SUSPENDED || (root.flags & NO_TURN) === 0) return result;
  if (isNext(root)) {
    root.flags &= ~NO_TURN;
    return result;
  }
  takeOwedTurn(root, result, false);
  return SUSPENDED;
}

/**
 * `await value` by coroutine rules (and relaxed order), in the function of `frame`; what is there already is given at once.
 * After 1,000 times in a step a turn is taken all the same.
 * @throws what it failed with, if that is there
 */
export function awaitNow(root: Root, frame: Activation, value: unknown): unknown {
  const { loop } = root;
  if (value instanceof CoroutineFrame) {
    startFrame(root, frame, value);
    return runInside(root, frame, value);
  }
  if (value instanceof Deferred) {
    const state = value.flags & STATE;
    if (isTurn(root, value)) return awaitTurn(root, value);
    if (state === PENDING || loop.budget <= 0 || !isOwnConstructor(value.constructor)) {
      if ((frame.info.flags & RELAXED) !== 0) value.flags |= DIRECT;
      return waitFor(root, slotOf(root, value));
    }
    loop.budget -= 1;
    value.flags |= HANDLED;
    return outcomeOf(value, frame);
  }
  if (isObject(value)) {
    if (!readThen(value)) return rejectNextTurn(root);
    const then = read.then;
    if (typeof then === "function") return awaitThenable(root, value, then);
  }
  if (--loop.budget > 0) return value;
  root.awaiting = null;
  root.value = value;
  loop.push(root);
  return SUSPENDED;
}

/** The await of a root's own function, by the rules that function was compiled for: the value or SUSPENDED. */
export function awaitOnRoot(root: Root, value: unknown): unknown {
  const rules = root.info.flags & (RELAXED | COROUTINE_RULES);
  if (rules === 0) return awaitExact(root, value);
  if ((rules & COROUTINE_RULES) === 0 && !isBeyondCall(root)) {
    if (value instanceof Deferred) value.flags |= DIRECT;
    return awaitExact(root, value);
  }
  return awaitNow(root, root, value);
}

/** For code that does not go on by itself: the value is left with the root. `info` is of the function that awaits. */
export function asSignal(root: Root, info: FunctionInfo, result: unknown): Signal {
  if (result === SUSPENDED) return SUSPENDED;
  if ((info.flags & WAITS) !== 0) {
    takeTurn(root, result, false);
    return SUSPENDED;
  }
  root.value = result;
  return CONTINUE;
}

/** The compiled function whose outcome a slot is, if it is one. */
export function infoOf(slot: Deferred): Root["info"] | null {
  return (slot as Partial<Root>).info ?? null;
}

/** What a slot that is settled holds. @throws what it failed with */
function outcomeOf(slot: Deferred, frame: Activation): unknown {
  if ((slot.flags & STATE) === FULFILLED) return slot.value;
  slot.lookedAtLate();
  noteFrame(slot.value, infoOf(slot), frame.info, frame.state);
  throw slot.value;
}

/** The slot to wait for: a promise of somebody's subclass is not waited for itself. */
function slotOf(root: Root, value: Deferred): Deferred {
  const constructor: unknown = value.constructor;
  if (value.loop !== root.loop) {
    throw new ForeignLoopError(
      "this future belongs to another loop: make it on the loop whose task awaits it, or hand results over with callSoonThreadsafe",
    );
  }
  if (value === root) throw new SelfAwaitError("a task cannot await itself: it would wait for itself for ever");
  if (isOwnConstructor(constructor)) return value;
  const slot = new Promise(bare, root.loop);
  resolveWith(slot, value);
  return slot;
}

function waitFor(root: Root, slot: Deferred): Signal {
  // It may have been linked with what it awaits (see `linkCallers`).
  if (root.awaiting === slot) return SUSPENDED;
  slot.flags |= HANDLED;
  root.awaiting = slot;
  slot.subscribe(root);
  return SUSPENDED;
}

/**
 * A root waits for the task of a call it has just made. Nobody else knows of that one: it need not be listed, as long as it
 * is found by way of its caller.
 */
export function waitForCall(root: Root, made: Root): Signal {
  if ((root.info.flags & RELAXED) !== 0) made.flags |= DIRECT;
  if (made.waiters !== null) return waitFor(root, made);
  made.flags |= HANDLED;
  made.waiters = root;
  root.awaiting = made;
  return SUSPENDED;
}

function awaitThenable(root: Root, value: object, then: unknown): Signal {
  const wait = waitForNative(root.loop, value, then);
  if (wait !== undefined) {
    root.awaiting = wait;
    wait.waiters = root;
    return SUSPENDED;
  }
  const slot = new Promise(bare, root.loop);
  const call = new ThenableCall(slot, value, then as ConstructorParameters<typeof ThenableCall>[2]);
  slot.value = call;
  slot.flags |= HANDLED;
  slot.waiters = root;
  root.awaiting = slot;
  root.loop.push(call);
  return SUSPENDED;
}

// ---- Coroutines

/** Marks a coroutine as running on `root`. @throws CoroutineReusedError when it is not new */
export function startFrame(root: Root, parent: Activation | null, coroutine: CoroutineFrame): void {
  if (coroutine.status !== NEW) reused(coroutine);
  coroutine.status = RUNNING;
  coroutine.parent = parent;
  coroutine.root = root;
  root.top = coroutine;
  if (fresh.coroutine === coroutine) fresh.coroutine = null;
}

function reused(coroutine: CoroutineFrame): never {
  const state = coroutine.status === RUNNING ? "is being awaited already" : "has been awaited or closed already";
  throw new CoroutineReusedError(
    `the coroutine ${coroutine.info.name} ${state}: call the function again for a new one, or make a task of it to await it many times`,
  );
}

/**
 * Runs a coroutine that has just been put on top of `frame`: what it returns, or SUSPENDED.
 * @throws what leaves it
 */
export function runInside(root: Root, frame: Activation, coroutine: CoroutineFrame): unknown {
  const { loop } = root;
  if (--loop.budget <= 0) {
    root.awaiting = null;
    root.value = undefined;
    loop.push(root);
    return SUSPENDED;
  }
  if (calls.depth >= deepest || (coroutine.info.flags & (INLINE | LEAF)) === 0) {
    root.flags |= ENTERING;
    return SUSPENDED;
  }
  calls.depth += 1;
  // Not as a method: engines would show the activation in front of the function's name.
  const step = coroutine.step as AnyStep;
  let result: unknown;
  try {
    result = step(coroutine, undefined);
  } catch (error) {
    result = handleInside(root, frame, coroutine, error);
  } finally {
    calls.depth -= 1;
  }
  if (result === SUSPENDED) return SUSPENDED;
  endFrame(root, frame, coroutine);
  return isObject(result) ? follow(root, frame, result) : result;
}

/** An error came out of the coroutine's step: to its handlers, as long as there are any. */
function handleInside(root: Root, frame: Activation, coroutine: CoroutineFrame, thrown: unknown): unknown {
  const step = coroutine.step as AnyStep;
  let error = thrown;
  for (;;) {
    root.cancellation?.note(error, true);
    if (coroutine.handler === 0) {
      endFrame(root, frame, coroutine);
      noteFrame(error, coroutine.info, frame.info, frame.state);
      throw error;
    }
    coroutine.state = coroutine.handler;
    try {
      return step(coroutine, error);
    } catch (another) {
      error = another;
    }
  }
}

/** A coroutine has ended: what awaits it is on top again. */
export function endFrame(root: Root, parent: Activation, coroutine: CoroutineFrame): void {
  coroutine.status = DONE;
  coroutine.parent = null;
  coroutine.root = null;
  root.top = parent;
}

/** What a coroutine returned is awaited on behalf of whoever awaits it, when it can be: the value or SUSPENDED. */
export function follow(root: Root, frame: Activation, value: object): unknown {
  if (value instanceof Deferred || value instanceof CoroutineFrame) return awaitNow(root, frame, value);
  const { then } = value as { then?: unknown };
  return typeof then === "function" ? awaitThenable(root, value, then) : value;
}
