/**
 * `$.call(state, f, …)`: what `await f(…)` means, when `f` is a compiled function that stands at the top of a file. Such a call
 * is awaited *on the spot*: between the moment the function waits, or ends, and the caller's await there is nothing. So
 *
 *   - a function that awaits nothing needs no task, unless somebody asks for it while it runs (`currentTask()`);
 *   - one that awaits may take a turn right there, when its caller could: it is *inlined*. By ECMAScript's rules nobody but
 *     it would run meanwhile.
 *
 *     main$step ─$.call─▶ handler$step ─$.call─▶ query$step ─$.await(1)─▶ next turn is its own: goes on
 *     (resumed)           INLINED                INLINED                  else: SUSPENDED, and so all three
 *
 * While an inlined function has not taken a turn it is what any started call is: its caller runs, and it, too. When it takes
 * its first turn, its callers wait for it, one for another; `linkCallers` writes that down (`awaiting`, `waiters`), for
 * those who cancel one of them or look at them. When it waits after all it is a task like any other.
 *
 * That the function which is called is the one described is asked of the function itself: it carries its description in a
 * private field, which no wrapper, mock or `bind` can have.
 */
import { SUSPENDED } from "./activation.js";
import { awaitOnRoot, calls, mayGoOn, mayInline, receive, waitForCall } from "./awaiting.js";
import { currentStore, enterContext } from "./context.js";
import { coroutineOf } from "./coroutine.js";
import { fresh } from "./coroutine-frame.js";
import { EAGER, ENTERING, FULFILLED, HANDLED, INLINED, LINKED, PENDING, STATE, STORELESS } from "./deferred.js";
import { afterStep, suspended } from "./driver.js";
import { answerOf, ASK } from "./direct-function.js";
import { ANSWERS, COROUTINE, type FunctionInfo, LEAF } from "./function-info.js";
import { TaskRecord } from "./task-record.js";
import { isObject } from "./resolution.js";
import { current, type LeafMaker, type Root } from "./root.js";
import { noteFrame } from "./stack.js";

/** Makes the task of a function that awaits nothing; set by `leaf-task.ts`. */
export const leafTask: { make: LeafMaker } = { make: () => null };

type Body = (a0: unknown, a1: unknown, a2: unknown, a3: unknown) => unknown;
type AnyStep = ($: unknown, value: unknown) => unknown;

/** A task calls a function that is described, and waits for what it gives: the value, or SUSPENDED. */
export function callDirectly(
  caller: Root,
  info: FunctionInfo,
  a0: unknown,
  a1: unknown,
  a2: unknown,
  a3: unknown,
): unknown {
  const kind = info.flags & (COROUTINE | LEAF | ANSWERS);
  if (kind === 0) return callMachine(caller, info, a0, a1, a2, a3);
  if (kind === LEAF) return callLeaf(caller, info, a0, a1, a2, a3);
  if (kind === ANSWERS) {
    const answer = answerOf(info, caller, a0);
    return answer === ASK ? awaitOnRoot(caller, (info.fn as (a0: unknown) => unknown)(a0)) : answer;
  }
  return awaitOnRoot(caller, coroutineOf(info, a0, a1, a2, a3));
}

/** A task calls a task function that awaits nothing, and waits for what it gives: the value, or SUSPENDED. */
function callLeaf(caller: Root, info: FunctionInfo, a0: unknown, a1: unknown, a2: unknown, a3: unknown): unknown {
  const outerStore = currentStore.store;
  const outerContext = enterContext(null);
  const outerTask = current.made;
  current.call(info, ++caller.loop.taskCount, leafTask.make);
  let result: unknown;
  let then: unknown;
  let failed = false;
  try {
    // Not as a method: engines would show the description in front of the function's name.
    const body = info.step as unknown as Body;
    result = body(a0, a1, a2, a3);
    if (isObject(result)) then = thenOf(result);
  } catch (error) {
    result = error;
    failed = true;
  }
  if (current.leaf !== null && typeof then !== "function" && fresh.coroutine === null) {
    if (!failed || mayGoOn(caller)) {
      current.returned();
      currentStore.store = outerStore;
      currentStore.context = outerContext;
      if (!failed) return receive(caller, result);
      // Thrown here: engines never optimise a function that does nothing but throw.
      noteFrame(result, info, caller.info, caller.state);
      throw result;
    }
  }
  const made = current.task as Root;
  current.leave(outerTask);
  made.leaveContext(outerStore);
  currentStore.context = outerContext;
  if (failed) {
    made.flags |= HANDLED;
    made.fail(result);
  } else made.completeWith(result, then);
  made.register();
  return awaitOnRoot(caller, made);
}

/**
 * A task calls a task function that awaits something, and waits for what it gives: the value, or SUSPENDED.
 *
 * Engines optimise it the better the less there is in it, so what comes after the step is elsewhere.
 */
function callMachine(caller: Root, info: FunctionInfo, a0: unknown, a1: unknown, a2: unknown, a3: unknown): unknown {
  const { loop } = caller;
  const { budget } = loop;
  const inline = mayInline(caller);
  const outerStore = currentStore.store;
  const last = info.spares === 0 ? a3 : info.makeSpares();
  const step = info.step as unknown as AnyStep;
  const id = ++loop.taskCount;
  // Whom `linkCallers` is to link is in `value`: a task that has not waited is sent nothing.
  const made = inline
    ? new TaskRecord(loop, id, info, step, outerStore, EAGER | HANDLED | INLINED, caller, a0, a1, a2, last)
    : new TaskRecord(loop, id, info, step, outerStore, EAGER | HANDLED, undefined, a0, a1, a2, last);
  const outerContext = enterContext(null);
  caller.callee = made;
  calls.depth += 1;
  let result: unknown;
  let threw = false;
  try {
    try {
      result = step(made, undefined);
    } catch (error) {
      result = error;
      threw = true;
    }
    if (result === SUSPENDED && (made.flags & ENTERING) === 0) suspended(made);
    else result = afterFirstStep(made, result, threw);
  } finally {
    calls.depth -= 1;
    made.leaveContext(outerStore);
    if (currentStore.context !== outerContext) currentStore.context = outerContext;
    caller.callee = null;
    if (!inline) loop.budget = budget;
  }
  if (result !== SUSPENDED) return succeeded(caller, made, result);
  const { flags } = made;
  made.flags = flags & ~(INLINED | LINKED);
  if ((flags & LINKED) !== 0) return waitsSince(caller);
  return (flags & STATE) === PENDING ? waitForCall(caller, made) : settled(caller, made);
}

/** What a call returned that can be passed on as it is; SUSPENDED when it is left with the task, or the task waits. */
function afterFirstStep(made: Root, returned: unknown, threw: boolean): unknown {
  let result = returned;
  let failed = threw;
  let then: unknown;
  if (!failed && isObject(result)) {
    // It has returned: the handlers it returned from are not for what reading `then` throws.
    made.handler = 0;
    try {
      then = thenOf(result);
    } catch (error) {
      result = error;
      failed = true;
    }
  }
  if (failed) made.cancellation?.note(result, true);
  if (failed || typeof result === "symbol") afterStep(made, made, result, failed);
  else if (typeof then === "function" || made.cancellation !== null || made.extra !== null || fresh.coroutine !== null)
    made.completeWith(result, then);
  else return result;
  return SUSPENDED;
}

/** The call has returned `result`. */
function succeeded(caller: Root, made: Root, result: unknown): unknown {
  if ((made.flags & LINKED) !== 0) {
    if (made.waiters !== caller || caller.loop.storesUsage.inUse === true) {
      made.settle(FULFILLED, result);
      return waitsSince(caller);
    }
    made.waiters = null;
    caller.awaiting = null;
  } else if (made.waiters !== null) {
    made.settle(FULFILLED, result);
    return awaitOnRoot(caller, made);
  }
  made.flags |= FULFILLED;
  made.value = result;
  return receive(caller, result);
}

/** The call's task is settled: it failed, as a rule. */
function settled(caller: Root, made: Root): unknown {
  if ((made.flags & STATE) === FULFILLED || !mayGoOn(caller)) return awaitOnRoot(caller, made);
  noteFrame(made.value, made.info, caller.info, caller.state);
  throw made.value;
}
/** The caller waits, and has done so since the call took its first turn: the platform's stores were not in use then. */
function waitsSince(caller: Root): symbol {
  if (caller.loop.storesUsage.inUse === true) caller.flags |= STORELESS;
  return SUSPENDED;
}

/** The `then` of what a function returns. */
function thenOf(result: object): unknown {
  return (result as { then?: unknown }).then;
}
