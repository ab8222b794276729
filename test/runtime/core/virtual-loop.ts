// A loop under virtual time, with what stories on it need.
import type { EventLoop } from "../../../runtime/core/loop.js";
import type { Future } from "../../../runtime/core/future.js";
import type { Task } from "../../../runtime/core/task.js";
import { useAmbient, virtualHost } from "./hosts.js";
import { type Body, compiled } from "./machines.js";

export const host = virtualHost();
export const loop: EventLoop = useAmbient(host);

/** Runs a task function to its end. */
export const run = (body: Body): unknown => loop.runUntilComplete(compiled(body)());
/** A future that is done after so many milliseconds. */
export const sleep = (ms: number): Future => {
  const future = loop.createFuture();
  loop.callLater(ms, () => future.done() || future.setResult(`slept ${ms}`));
  return future;
};
/** How a future ended, as text. */
export const outcome = (future: Future | Task): string => {
  if (!future.done()) return "pending";
  if (future.cancelled()) return "cancelled";
  const error = future.exception();
  return error === undefined ? `result ${String(future.result())}` : `error ${String(error)}`;
};
