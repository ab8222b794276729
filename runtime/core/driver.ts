/**
 * The driver: calls steps, follows their signals, carries values and errors from an activation to the one that awaits it.
 * It is a loop, never a nested call: an await chain of any depth resumes on constant call stack.
 *
 *     value ─▶ step ─┬─ SUSPENDED:  done for now; when the root is ENTERING: frame = root.top, again
 *                    ├─ CONTINUE:   value = root.value, again
 *                    ├─ a value:    frame = parent, again with it; at the root: complete
 *                    └─ an error:   handler? state = handler, again with it; else frame = parent; at the root: fail
 */
import { type Activation, CONTINUE, finishedStep, LEAVE, SUSPENDED } from "./activation.js";
import { endFrame, follow, takeOwedTurn } from "./awaiting.js";
import { type CoroutineFrame, DONE } from "./coroutine-frame.js";
import { ENTERING, IN_YIELD, NO_TURN, STORELESS, WRAPS } from "./deferred.js";
import { isObject } from "./resolution.js";
import type { Root } from "./root.js";
import { noteFrame } from "./stack.js";

type AnyStep = ($: Activation, value: unknown) => unknown;

/** Steps the root's innermost activation with `value` until it suspends or its function ends. */
export function advance(root: Root, value: unknown): void {
  const frame = root.top;
  let result: unknown;
  let failed = false;
  try {
    if ((root.flags & IN_YIELD) !== 0 && frame === root) result = root.sentToYield(value, false);
    else {
      // Not as a method: engines would show the activation in front of the function's name.
      const step = frame.step as AnyStep;
      result = step(frame, value);
    }
  } catch (error) {
    result = error;
    failed = true;
    root.cancellation?.note(error, true);
  }
  afterStep(root, frame, result, failed);
}

/** `goOn`, with the usual cases first. */
export function afterStep(root: Root, frame: Activation, result: unknown, failed: boolean): void {
  if (result === SUSPENDED && !failed && (root.flags & ENTERING) === 0) suspended(root);
  else if (!failed && frame === root && isPlain(result)) root.complete(result);
  else goOn(root, frame, result, failed);
}

/** Whether it is neither an object nor a signal. */
export function isPlain(value: unknown): boolean {
  return typeof value !== "object" && typeof value !== "symbol" && typeof value !== "function";
}

/** Throws `error` into the root's innermost activation, and goes on until it suspends or its function ends. */
export function advanceThrowing(root: Root, error: unknown): void {
  goOn(root, root.top, error, true);
}

/** Does what has to be done after a step: `result` is what it returned, or threw when `failed`. */
export function goOn(root: Root, stepped: Activation, returned: unknown, threw: boolean): void {
  let frame = stepped;
  let result = returned;
  let failed = threw;
  for (;;) {
    const inYield = (root.flags & IN_YIELD) !== 0 && frame === root;
    if (failed && (frame.handler !== 0 || inYield)) {
      // Below: thrown into this frame.
    } else if (!failed && result === SUSPENDED) {
      if ((root.flags & ENTERING) === 0) {
        suspended(root);
        return;
      }
      root.flags &= ~ENTERING;
      frame = root.top;
      result = undefined;
    } else if (!failed && result === CONTINUE) result = root.value;
    else {
      if (result === LEAVE) result = root.value;
      const ended = frame;
      const parent = parentOf(root, frame);
      if (parent === null) {
        if (failed) root.fail(result);
        else root.complete(result);
        return;
      }
      frame = parent;
      if (failed) noteFrame(result, ended.info, parent.info, parent.state);
      else if (isObject(result)) {
        // `return awaitable`: what it gives is what the function returns.
        try {
          result = follow(root, parent, result);
        } catch (error) {
          result = error;
          failed = true;
          continue;
        }
        if (result === SUSPENDED) continue;
      }
      if ((root.flags & NO_TURN) !== 0 && frame === root) {
        takeOwedTurn(root, result, failed);
        suspended(root);
        return;
      }
      if (failed) continue;
    }
    const thrown = failed;
    failed = false;
    try {
      if ((root.flags & IN_YIELD) !== 0 && frame === root) result = root.sentToYield(result, thrown);
      else {
        if (thrown) frame.state = frame.handler;
        const step = frame.step as AnyStep;
        result = step(frame, result);
      }
    } catch (error) {
      result = error;
      failed = true;
      root.cancellation?.note(error, true);
    }
  }
}

/** Who awaits a frame that has ended; null: nobody, the root itself has (a task that was made for a coroutine ends with it). */
function parentOf(root: Root, frame: Activation): Activation | null {
  if (frame === root) return null;
  const ended = frame as CoroutineFrame;
  const { parent } = ended;
  if (parent !== null) endFrame(root, parent, ended);
  else {
    ended.status = DONE;
    ended.root = null;
    // The task may be kept, and the coroutine with it: not what its function had.
    ended.step = finishedStep;
    ended.state = 0;
    ended.v0 = undefined;
    ended.v1 = undefined;
    ended.v2 = undefined;
    ended.v3 = undefined;
    if ((root.flags & WRAPS) === 0) root.top = root;
  }
  return parent;
}

/** The root waits now: the platform's stores are kept for its next step, and a cancellation of its own goes on. */
export function suspended(root: Root): void {
  const { instruments, storesUsage } = root.loop;
  if (storesUsage.inUse === true) {
    root.needExtra().stores = (root.flags & STORELESS) === 0 ? root.loop.stores?.capture() : undefined;
    root.flags &= ~STORELESS;
  }
  if (root.cancellation !== null && root.cancellation.must) root.cancelWhileSuspended();
  if (instruments !== null) root.tellBlocked();
}
