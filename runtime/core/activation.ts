/**
 * An activation is one call of a compiled function: its step (the function's body as a state machine), the state to resume
 * in, and the state of the handler that is active. The driver calls the step; the step answers with
 *
 *     SUSPENDED   it waits; somebody will wake its root
 *     CONTINUE    what it awaits is there already: step again with `root.value`
 *     ENTER       it awaits a coroutine: step that one, `root.top`
 *     else        it has completed with that value
 *
 * The three are private to the runtime; compiled code passes on what `$.await` gives. A *root* is what the loop resumes (a
 * task or an async generator). Coroutines it awaits lie on top of it, so the depth of awaits costs no call stack:
 *
 *     root ◀─parent─ coroutine ◀─parent─ coroutine ◀─ root.top
 */
import type { FunctionInfo } from "./function-info.js";

export const SUSPENDED: unique symbol = Symbol("suspended");
export const CONTINUE: unique symbol = Symbol("continue");
export const ENTER: unique symbol = Symbol("enter");

/** A generator's function is left by `return()` with `root.value`. */
export const LEAVE: unique symbol = Symbol("leave");

/** What `$.await`, `$.yield` and `$.delegate` give; compiled code returns it at once. */
export type Signal = typeof SUSPENDED | typeof CONTINUE | typeof ENTER | typeof LEAVE;

/** A function's body: `$` is the activation, `value` what is sent in. */
export type Step<A> = ($: A, value: unknown) => unknown;

/** What the driver needs of tasks, generators and coroutines alike. */
export interface Activation {
  /** The state to resume in. */
  state: number;
  /** The state of the innermost active handler; 0 when there is none. */
  handler: number;
  readonly info: FunctionInfo;
  readonly step: Step<never>;
}
