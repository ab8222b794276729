/**
 * `task.signal`: cancellation as the platform's `AbortSignal`. Its controller is made when the signal is first read, and a new
 * one when the cancellation it told of was handled and taken back.
 */
import { CANCELLED, makeCancelledError, STATE } from "./deferred.js";
import { InvalidStateError } from "./errors.js";
import type { Root } from "./root.js";

/** The platform's `AbortSignal`, where the program's types know one. */
export type PlatformSignal = typeof globalThis extends { AbortSignal: { prototype: infer S } } ? S : unknown;

/** What is asked of the signal the platform made. */
interface AbortedSignal {
  readonly aborted: boolean;
}

/** The task's signal. @throws InvalidStateError where the platform has no AbortController */
export function signalOf(task: Root): PlatformSignal {
  const extra = task.needExtra();
  const { cancellation } = task;
  const requested = (cancellation !== null && cancellation.requests > 0) || (task.flags & STATE) === CANCELLED;
  if (!requested && (extra.controller?.signal as AbortedSignal | undefined)?.aborted === true) extra.controller = null;
  if (extra.controller === null) {
    const { host } = task.loop;
    if (host.makeAbortController === undefined) {
      throw new InvalidStateError(`the host "${host.name}" has no AbortController: task.signal cannot be made`);
    }
    extra.controller = host.makeAbortController();
    if (requested) extra.controller.abort(makeCancelledError(cancellation?.reason, task, task));
  }
  return extra.controller.signal as PlatformSignal;
}
