/**
 * Resuming tasks, in the usual case: no cancellation is asked for, and the context is no object of its own. What is unusual
 * is left to `Task.resume` and the driver.
 *
 * When a task ends and the turn that follows is its waiter's, that one goes on right here; so a chain of callers ends in a
 * loop, on the same call stack:
 *
 *     current.made ──▶ first ──callee──▶ the one that runs now (`first` has ended)
 *
 * Naming it by way of `first` costs less than writing down who runs: tasks are young as a rule, and engines have to note each
 * pointer from an old object to a young one. (A coroutine's task has no such field: see coroutine-task.ts.)
 */
import { type Activation, SUSPENDED } from "./activation.js";
import { continuations, mayWakeAtOnce } from "./awaiting.js";
import { type Context, currentStore, enterContext, type Store } from "./context.js";
import { fresh } from "./coroutine-frame.js";
import {
  EAGER,
  ENTERING,
  FOLLOWING,
  FULFILLED,
  GENERATOR,
  IN_YIELD,
  INLINED,
  LINKED,
  NESTED,
  NO_TURN,
  OWED,
  OWN_CONTEXT,
  PENDING,
  STATE,
  TURN,
  WRAPS,
} from "./deferred.js";
import { afterStep, isPlain, suspended } from "./driver.js";
import { current, type Root } from "./root.js";
import type { Runnable } from "./runnable.js";

type AnyStep = ($: Activation, value: unknown) => unknown;

/** With one of these it is no usual case. */
const UNUSUAL = STATE | OWN_CONTEXT | FOLLOWING | IN_YIELD | ENTERING | OWED | GENERATOR;

/** What an awaited call was while its caller had not waited. */
const BEFORE = EAGER | NESTED | NO_TURN | INLINED | LINKED;

/** Whether it is a task, and nothing is to be done but to step its innermost activation. (Only roots have a `top`.) */
function isPlainRoot(entry: Runnable & Partial<Root>): entry is Root {
  return entry.top !== undefined && ((entry as Root).flags & UNUSUAL) === 0 && entry.cancellation === null;
}

/** Whether it is one, and what it waited for has not failed. */
function isUsual(entry: Runnable & Partial<Root>): entry is Root {
  if (!isPlainRoot(entry)) return false;
  const { awaiting } = entry;
  return awaiting === null || (awaiting.flags & STATE) === FULFILLED || (awaiting.flags & (STATE | TURN)) === TURN;
}

/**
 * Resumes a task, and who goes on right after it. False: it is no usual case, and nothing has been done. What goes on next and
 * is none is left in `loop.direct`.
 */
export function resumeUsually(first: Root): boolean {
  const { loop } = first;
  if (loop.instruments !== null || !isUsual(first)) return false;
  const outerTask = current.enter(first);
  const outerStore = currentStore.store;
  const outerContext = enterContext(null);
  let named = first;
  try {
    let root = first;
    for (;;) {
      const woken = stepUsually(root);
      const next = woken ?? loop.direct;
      if (next === null) break;
      // Who is woken has waited for what that step gave: it has not failed.
      const goesOn = woken === null ? isUsual(next) : isPlainRoot(next);
      if (loop.instruments !== null || loop.storesUsage.inUse === true || !goesOn) {
        loop.direct = next;
        break;
      }
      loop.direct = null;
      root = next as Root;
      if ((named.flags & WRAPS) === 0) named.callee = root;
      else named = current.made = root;
    }
  } finally {
    if (named.callee !== null) named.callee = null;
    currentStore.store = outerStore;
    currentStore.context = outerContext;
    current.leave(outerTask);
  }
  return true;
}

/** Steps a task; when it ends, gives who goes on right after it (or leaves that one in `loop.direct`). */
function stepUsually(root: Root): Runnable | null {
  const { loop, awaiting } = root;
  let value: unknown;
  if (awaiting === null) {
    ({ value } = root);
    root.value = undefined;
  } else {
    ({ value } = awaiting);
    root.awaiting = null;
    // A turn whose place in the ready queue this task had is over now.
    if ((awaiting.flags & STATE) === PENDING) awaiting.settle(FULFILLED, value);
  }
  root.flags &= ~BEFORE;
  loop.budget = continuations;
  if (currentStore.store !== root.context) currentStore.store = root.context as Store;
  const frame = root.top;
  // Not as a method: engines would show the activation in front of the function's name.
  const step = frame.step as AnyStep;
  let next: Runnable | null = null;
  let result: unknown;
  let failed = false;
  try {
    result = step(frame, value);
  } catch (error) {
    result = error;
    failed = true;
    root.cancellation?.note(error, true);
  }
  if (result === SUSPENDED && !failed && (root.flags & ENTERING) === 0) suspended(root);
  else if (!failed && frame === root && isPlain(result) && endsUsually(root)) {
    root.letGo();
    next = settleAtEnd(root, FULFILLED, result);
  } else afterStep(root, frame, result, failed);
  if ((root.flags & OWN_CONTEXT) === 0) {
    if (root.context !== currentStore.store) root.context = currentStore.store;
  } else {
    (root.context as Context).store = currentStore.store;
    currentStore.context = null;
  }
  return next;
}

/** Whether all that is left to do is to tell who waits. */
function endsUsually(root: Root): boolean {
  return (
    root.cancellation === null && root.extra === null && fresh.coroutine === null && root.loop.instruments === null
  );
}

/** Settles a task at the end of its last step, and gives who waits for it if that one may go on right after that. */
export function settleAtEnd(root: Root, state: number, value: unknown): Runnable | null {
  const { waiters } = root;
  if (waiters === null || Array.isArray(waiters) || !mayWakeAtOnce(root)) {
    root.settle(state, value);
    return null;
  }
  if (root.slot >= 0) root.loop.tasks.remove(root);
  root.flags |= state;
  root.value = value;
  root.waiters = null;
  return waiters;
}
