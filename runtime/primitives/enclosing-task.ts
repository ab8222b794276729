/** The task whose code is running: what a scope cancels. */
import { current } from "../core/root.js";
import { Task } from "../core/task.js";
import { ScopeStateError } from "./scope-state-error.js";

/** @throws {ScopeStateError} outside of any task. */
export function enclosingTask(what: string): Task {
  const { task } = current;
  if (task instanceof Task) return task;
  throw new ScopeStateError(
    `${what} must be entered inside a task, which it could cancel: use it in a compiled async function, or its run() form`,
  );
}
