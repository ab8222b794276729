/**
 * The task of a call of a function that awaits nothing: it is done when the call returns, so it needs the fields of a
 * promise and no more, a third of what a task has. What else a task may be asked (by code in the function, which finds it as
 * its current task) stands in the prototype: nothing awaited, never cancelled, and so on. Setting one of those makes a
 * field of it.
 *
 *     task         loop flags value waiters info context step state handler awaiting top cancellation extra slot id v0 …
 *     leaf task    loop flags value waiters info context id
 */
import { undescribed, type FunctionInfo } from "./function-info.js";
import { currentStore, enterContext, type Store } from "./context.js";
import { fresh } from "./coroutine-frame.js";
import { checkNoConstructor, task } from "./create-task.js";
import { EAGER, FULFILLED } from "./deferred.js";
import { leafTask } from "./direct-call.js";
import { type LoopCore, loops } from "./loop-core.js";
import { field, ownField } from "./prototype-fields.js";
import { isObject } from "./resolution.js";
import { current } from "./root.js";
import { Task } from "./task.js";

type Body = (...args: unknown[]) => unknown;

// Not a class: six constructors in a row would make the fields that are to be left out.
const LeafTask = function (this: Task, loop: LoopCore, info: FunctionInfo, context: Store, id: number): void {
  this.loop = loop;
  this.flags = EAGER;
  this.value = undefined;
  this.waiters = null;
  (this as { info: FunctionInfo }).info = info;
  this.context = context;
  (this as { id: number }).id = id;
} as unknown as new (loop: LoopCore, info: FunctionInfo, context: Store, id: number) => Task;

Object.defineProperty(LeafTask, "prototype", {
  value: Object.create(Task.prototype, {
    step: field(() => undefined),
    state: field(0),
    handler: field(0),
    callee: field(null),
    awaiting: field(null),
    cancellation: field(null),
    extra: field(null),
    slot: field(-1),
    top: ownField<Task>("top", (leafTask) => leafTask),
    letGo: field(() => undefined),
  }),
});

leafTask.make = (loop, info, id) => new LeafTask(loop, info, currentStore.store, id);

/** ABI: calls a task function that awaits nothing: `body` is the function, `a0` to `a3` are its arguments. */
export function leaf(
  info: FunctionInfo = undescribed,
  body: Body,
  newTarget?: unknown,
  a0?: unknown,
  a1?: unknown,
  a2?: unknown,
  a3?: unknown,
): Task {
  if (newTarget !== undefined) checkNoConstructor(info, newTarget);
  const loop = loops.running;
  if (loop === null || loop.instruments !== null) return task(info, () => body(a0, a1, a2, a3));
  const outerStore = currentStore.store;
  const made = new LeafTask(loop, info, outerStore, ++loop.taskCount);
  const outerContext = enterContext(null);
  const outerTask = current.enter(made);
  let result: unknown;
  let failed = false;
  try {
    result = body(a0, a1, a2, a3);
  } catch (error) {
    result = error;
    failed = true;
  }
  made.leaveContext(outerStore);
  currentStore.context = outerContext;
  current.leave(outerTask);
  if (failed) made.fail(result);
  else if (!isObject(result) && fresh.coroutine === null && made.extra === null && made.cancellation === null)
    made.settle(FULFILLED, result);
  else {
    made.complete(result);
    made.register();
  }
  return made;
}
