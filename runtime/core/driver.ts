/**
 * The driver: calls steps, follows their signals, carries values and errors from an activation to the one that awaits it.
 * The only `try` around compiled code is here, and it is a loop, never a nested call: an await chain of any depth resumes on
 * constant call stack.
 *
 *     value ─▶ step ─┬─ SUSPENDED: done for now
 *                    ├─ CONTINUE:  value = root.value, again
 *                    ├─ ENTER:     frame = root.top, again
 *                    ├─ a value:   frame = parent, again with it; at the root: complete
 *                    └─ an error:  handler? state = handler, again with it; else frame = parent; at the root: fail
 */
import { type Activation, CONTINUE, ENTER, LEAVE, type Signal, SUSPENDED } from "./activation.js";
import { CoroutineFrame, DONE, fresh, NEW, RUNNING } from "./coroutine-frame.js";
import {
  Deferred,
  DIRECT,
  EAGER,
  FULFILLED,
  HANDLED,
  IN_YIELD,
  NO_TURN,
  PENDING,
  REJECTED,
  STATE,
} from "./deferred.js";
import { CoroutineReusedError, ForeignLoopError, SelfAwaitError } from "./errors.js";
import { COROUTINE_RULES, RELAXED } from "./function-info.js";
import { waitForNative } from "./native.js";
import { isOwnConstructor } from "./own-constructors.js";
import { bare, Promise } from "./promise.js";
import { isObject, resolveWith, ThenableCall } from "./resolution.js";
import type { Root } from "./root.js";
import { noteFrame } from "./stack.js";

/** How often a step may go on without a turn. */
export const continuations = 1000;

type AnyStep = ($: Activation, value: unknown) => unknown;

/** Steps the root's innermost activation with `sent` (thrown when `threw`) until it suspends or its function ends. */
export function advance(root: Root, sent: unknown, threw: boolean): void {
  let frame = root.top;
  let value = sent;
  let failed = threw;
  for (;;) {
    let result: unknown;
    const inYield = frame === root && (root.flags & IN_YIELD) !== 0;
    if (failed && frame.handler === 0 && !inYield) result = value;
    else {
      try {
        if (inYield) {
          const threwBefore = failed;
          failed = false;
          result = root.sentToYield(value, threwBefore);
        } else {
          if (failed) {
            frame.state = frame.handler;
            failed = false;
          }
          // Not as a method: engines would show the activation in front of the function's name.
          const step = frame.step as AnyStep;
          result = step(frame, value);
        }
      } catch (error) {
        value = error;
        failed = true;
        root.cancellation?.note(error, true);
        continue;
      }
      if (result === SUSPENDED) {
        suspended(root);
        return;
      }
      if (result === CONTINUE) {
        value = root.value;
        continue;
      }
      if (result === ENTER) {
        frame = root.top;
        value = undefined;
        continue;
      }
      if (result === LEAVE) result = root.value;
    }
    if (frame === root) {
      if (failed) root.fail(value);
      else root.complete(result);
      return;
    }
    // A coroutine has ended: back to who awaits it.
    const ended = frame as CoroutineFrame;
    const parent = ended.parent;
    ended.status = DONE;
    ended.parent = null;
    ended.root = null;
    if (parent === null) {
      root.top = root;
      if (failed) root.fail(value);
      else root.complete(result);
      return;
    }
    root.top = parent;
    frame = parent;
    value = result;
    if (failed) noteFrame(value, ended.info, parent.info, parent.state);
    else if (isObject(result)) {
      // `return awaitable`: what it gives is what the function returns.
      let signal: Signal | undefined;
      try {
        signal = follow(root, parent, result);
      } catch (error) {
        value = error;
        failed = true;
        continue;
      }
      if (signal === SUSPENDED) {
        suspended(root);
        return;
      }
      if (signal === CONTINUE) value = root.value;
      if (signal === ENTER) {
        frame = root.top;
        value = undefined;
        continue;
      }
    }
    if ((root.flags & NO_TURN) !== 0 && frame === root) {
      takeTurn(root, value, failed);
      return;
    }
  }
}

/** The root waits now: the platform's stores are kept for its next step, and a cancellation of its own goes on. */
function suspended(root: Root): void {
  const stores = root.loop.stores;
  if (stores !== null && stores.inUse) root.needExtra().stores = stores.capture();
  if (root.cancellation !== null && root.cancellation.must) root.cancelWhileSuspended();
}

/** What a coroutine returned is awaited on its caller's behalf when it can be; undefined: it is a plain value. */
function follow(root: Root, frame: Activation, value: object): Signal | undefined {
  if (value instanceof Deferred || value instanceof CoroutineFrame) return awaitRelaxed(root, frame, value);
  const then = (value as { then?: unknown }).then;
  return typeof then === "function" ? awaitThenable(root, value, then) : undefined;
}

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
function takeTurn(root: Root, value: unknown, failed: boolean): void {
  root.flags &= ~NO_TURN;
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
 * `await value` by ECMAScript's rules: every await gives up the turn once.
 * @throws what reading `constructor` throws; misuse of a coroutine or of another loop's future
 */
export function awaitExact(root: Root, frame: Activation, value: unknown): Signal {
  if (value instanceof Deferred) return awaitSlot(root, value);
  if (isObject(value)) {
    if (value instanceof CoroutineFrame) {
      root.flags |= NO_TURN;
      return enter(root, frame, value);
    }
    if (!readThen(value)) return rejectNextTurn(root);
    const then = read.then;
    if (typeof then === "function") return awaitThenable(root, value, then);
  }
  root.awaiting = null;
  root.value = value;
  root.loop.push(root);
  return SUSPENDED;
}

/**
 * `await value` by coroutine rules (and relaxed order): what is there already continues at once; after 1,000 continuations
 * in a step a turn is taken all the same.
 */
export function awaitRelaxed(root: Root, frame: Activation, value: unknown): Signal {
  const loop = root.loop;
  if (value instanceof CoroutineFrame) return enter(root, frame, value);
  if (value instanceof Deferred) {
    const state = value.flags & STATE;
    if (state === PENDING || loop.budget <= 0 || !isOwnConstructor(value.constructor)) {
      value.flags |= DIRECT;
      return awaitSlot(root, value);
    }
    loop.budget -= 1;
    value.flags |= HANDLED;
    if (state === FULFILLED) {
      root.value = value.value;
      return CONTINUE;
    }
    noteFrame(value.value, infoOf(value), frame.info, frame.state);
    throw value.value;
  }
  if (isObject(value)) {
    if (!readThen(value)) return rejectNextTurn(root);
    const then = read.then;
    if (typeof then === "function") return awaitThenable(root, value, then);
  }
  root.value = value;
  if (--loop.budget > 0) return CONTINUE;
  root.awaiting = null;
  loop.push(root);
  return SUSPENDED;
}

/** The compiled function whose outcome a slot is, if it is one. */
export function infoOf(slot: Deferred): Root["info"] | null {
  return (slot as Partial<Root>).info ?? null;
}

function awaitSlot(root: Root, value: Deferred): Signal {
  let slot = value;
  const constructor: unknown = value.constructor;
  if (slot.loop !== root.loop) {
    throw new ForeignLoopError(
      "this future belongs to another loop: make it on the loop whose task awaits it, or hand results over with callSoonThreadsafe",
    );
  }
  if (slot === root) throw new SelfAwaitError("a task cannot await itself: it would wait for itself for ever");
  if (!isOwnConstructor(constructor)) {
    slot = new Promise(bare, root.loop);
    resolveWith(slot, value);
  }
  slot.flags |= HANDLED;
  root.awaiting = slot;
  slot.subscribe(root);
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

/** Starts a coroutine on top of the frame that awaits it. */
function enter(root: Root, frame: Activation, coroutine: CoroutineFrame): Signal {
  startFrame(root, frame, coroutine);
  if (--root.loop.budget > 0) return ENTER;
  root.awaiting = null;
  root.value = undefined;
  root.loop.push(root);
  return SUSPENDED;
}

/** Marks a coroutine as running on `root`. @throws CoroutineReusedError when it is not new */
export function startFrame(root: Root, parent: Activation | null, coroutine: CoroutineFrame): void {
  if (coroutine.status !== NEW) {
    const state = coroutine.status === RUNNING ? "is being awaited already" : "has been awaited or closed already";
    throw new CoroutineReusedError(
      `the coroutine ${coroutine.info.name} ${state}: call the function again for a new one, or make a task of it to await it many times`,
    );
  }
  coroutine.status = RUNNING;
  coroutine.parent = parent;
  coroutine.root = root;
  root.top = coroutine;
  if (fresh.coroutine === coroutine) fresh.coroutine = null;
}

/** The await of a root's own function, by the rules that function was compiled for. */
export function awaitOnRoot(root: Root, value: unknown): Signal {
  const rules = root.info.flags & (RELAXED | COROUTINE_RULES);
  if (rules === 0) return awaitExact(root, root, value);
  if ((rules & COROUTINE_RULES) === 0 && (root.flags & EAGER) !== 0) {
    // In the eager part nothing goes on at once: the caller's own code comes first.
    if (value instanceof Deferred) value.flags |= DIRECT;
    return awaitExact(root, root, value);
  }
  return awaitRelaxed(root, root, value);
}
