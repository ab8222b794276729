/** Which task runs now. */
import type { FunctionInfo } from "./function-info.js";
import type { LoopCore } from "./loop-core.js";
import { shared } from "./registry.js";
import type { Root } from "./root.js";

/** Makes the task of a call of a function that awaits nothing. */
export type LeafMaker = (loop: LoopCore, info: FunctionInfo, id: number) => Root | null;

/**
 * Where it stands which task runs. Engines have to note each pointer from an old object to a young one, and tasks are young as
 * a rule; so this is one, too: there is a new one whenever the loop begins to run what is ready.
 */
class Holder {
  made: Root | null = null;
}

/**
 * The task that runs now. A generator's body runs as the task that iterates.
 *
 * Calls that are awaited on the spot (direct-call.ts) do not write here, which would cost more than most of them: a task
 * knows whom it has called. And the task of one that awaits nothing is made when somebody asks for it.
 *
 *     made ──▶ task ──callee──▶ task ──callee──▶ the one that runs; unless `leaf` is set, which it has called
 */
export class Current {
  private holder = new Holder();
  /** The function that runs, when its task has not been made. */
  leaf: FunctionInfo | null = null;
  /** That task's number. */
  leafId = 0;
  /** Makes it. (Set with each call: where the runtime is loaded twice, each makes its own tasks.) */
  makeLeaf: LeafMaker = () => null;

  /** The task that the loop resumed, or that was started last; null: none runs. */
  get made(): Root | null {
    return this.holder.made;
  }

  set made(task: Root | null) {
    this.holder.made = task;
  }

  /** The loop begins to run what is ready. Gives what is to be passed to `end`. */
  begin(): unknown {
    this.complete();
    const outer = this.holder;
    this.holder = new Holder();
    return outer;
  }

  /** The loop has run it. */
  end(outer: unknown): void {
    this.holder = outer as Holder;
    this.leaf = null;
  }

  get task(): Root | null {
    this.complete();
    let task = this.made;
    while (task !== null && task.callee !== null) task = task.callee;
    return task;
  }

  /** From now on `task` runs. Gives what is to be passed to `leave`. */
  enter(task: Root | null): Root | null {
    this.complete();
    const outer = this.made;
    this.made = task;
    this.leaf = null;
    return outer;
  }

  private complete(): void {
    if (this.leaf === null) return;
    this.made = this.makeLeaf((this.made as Root).loop, this.leaf, this.leafId);
    this.leaf = null;
  }

  /** It does not run any more. */
  leave(outer: Root | null): void {
    this.made = outer;
    this.leaf = null;
  }
}

/** See {@link Current}. */
export const current = shared("current", () => new Current());
