/**
 * The task of a coroutine. Its function's step, state and variables are the coroutine's, so it does without those fields; what
 * few such tasks have (a cancellation, a name) stands in the prototype until it is set.
 *
 *     task               loop flags value waiters info step state handler callee awaiting top context … v0 v1 v2 v3 slot id
 *     coroutine's task   loop flags value waiters                            awaiting top context                  slot id
 *                                                                                      │
 *                                coroutine ◀─parent─ coroutine ◀─parent─ coroutine ◀───┘
 *
 * The coroutine it was made from is the outermost of those it runs, and stays `top` when it has ended.
 */
import type { Activation } from "./activation.js";
import { currentStore, type Store } from "./context.js";
import { CoroutineFrame } from "./coroutine-frame.js";
import { PENDING, WRAPS } from "./deferred.js";
import type { LoopCore } from "./loop-core.js";
import { field } from "./prototype-fields.js";
import { Task } from "./task.js";

/** The coroutine a task was made from. */
function coroutineFrameOf(task: Task): CoroutineFrame {
  // Another one runs in its place, which it returned.
  if (task.v0 instanceof CoroutineFrame) return task.v0;
  let frame = task.top as CoroutineFrame;
  while (frame.parent !== null) frame = frame.parent as CoroutineFrame;
  return frame;
}

// Not a class, as with `LeafTask`.
const CoroutineTask = function (this: Task, loop: LoopCore, id: number, context: Store, coroutine: Activation): void {
  this.loop = loop;
  this.flags = PENDING | WRAPS;
  this.value = undefined;
  this.waiters = null;
  this.awaiting = null;
  this.top = coroutine;
  this.context = context;
  this.slot = -1;
  (this as { id: number }).id = id;
} as unknown as new (loop: LoopCore, id: number, context: Store, coroutine: Activation) => Task;

Object.defineProperty(CoroutineTask, "prototype", {
  value: Object.create(Task.prototype, {
    info: {
      configurable: true,
      // Of the prototype, too, accessors can be read.
      get(this: Partial<Task>) {
        return this.top === undefined ? undefined : coroutineFrameOf(this as Task).info;
      },
    },
    step: field(() => undefined),
    state: field(0),
    handler: field(0),
    callee: field(null),
    cancellation: field(null),
    extra: field(null),
    v0: field(undefined),
    getCoro: field(function getCoro(this: Task): unknown {
      return (this.flags & WRAPS) === 0 ? null : coroutineFrameOf(this);
    }),
    letGo: field(function letGo(this: Task): void {
      if (this.v0 instanceof CoroutineFrame) {
        this.top = this.v0;
        this.v0 = undefined;
      }
      this.awaiting = null;
      this.value = undefined;
    }),
  }),
});

/** A task for a coroutine, in the current context, that nobody has started. */
export function makeCoroutineTask(loop: LoopCore, coroutine: CoroutineFrame): Task {
  return new CoroutineTask(loop, ++loop.taskCount, currentStore.store, coroutine);
}
