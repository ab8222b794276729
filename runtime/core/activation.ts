/**
 * An activation is one call of a compiled function: its step (the function's body as a state machine), the state to resume
 * in, and the state of the handler that is active. The driver calls the step; the step answers with
 *
 *     SUSPENDED   it waits; somebody will wake its root (or, when the root is ENTERING, step `root.top`)
 *     CONTINUE    what it awaits is there already: step again with `root.value`
 *     else        it has completed with that value
 *
 * `$.await` gives SUSPENDED, which compiled code returns at once, or what is awaited if that is there already: code that was
 * compiled to go on with it (INLINE) gets the value itself, other code gets CONTINUE and hands it to the driver.
 *
 * A *root* is what the loop resumes (a task or an async generator). Coroutines it awaits lie on top of it:
 *
 *     root ◀─parent─ coroutine ◀─parent─ coroutine ◀─ root.top
 *
 * Where a function's variables are while it waits is its compiler's choice: in the scope the step closes over, or in the
 * fields `v0` to `v3` of the activation, when the step is one function for all calls.
 */
import { InvalidStateError } from "./errors.js";
import type { FunctionInfo } from "./function-info.js";

/** A step's answer: it waits. Compiled code (the ABI's `suspended`) returns it at once. */
export const SUSPENDED: unique symbol = Symbol("suspended");
/** A step's answer: what it awaits is there, it is to be stepped again. */
export const CONTINUE: unique symbol = Symbol("continue");

/** A generator's function is left by `return()` with `root.value`. */
export const LEAVE: unique symbol = Symbol("leave");

/** What `$.await`, `$.yield` and `$.delegate` give; compiled code returns it at once. */
export type Signal = typeof SUSPENDED | typeof CONTINUE | typeof LEAVE;

/** A function's body: `$` is the activation, `value` what is sent in. */
export type Step<A> = ($: A, value: unknown) => unknown;

/** The step of a function that has ended: the other one, and what it holds, is no longer needed. */
export function finishedStep(): never {
  throw new InvalidStateError("this task is done");
}

/** What the driver needs of tasks, generators and coroutines alike. */
export interface Activation {
  /** The state to resume in. */
  state: number;
  /** The state of the innermost active handler; 0 when there is none. */
  handler: number;
  readonly info: FunctionInfo;
  readonly step: Step<never>;
}
