/**
 * How tasks are made: one function that sets all fields. The constructors of the classes that a task is (`Deferred`, `Promise`,
 * `Future`, `Root`, `Task`), one calling the next, take several times as long as everything else a call does.
 */
import type { Step } from "./activation.js";
import { currentStore, type Store } from "./context.js";
import { PENDING } from "./deferred.js";
import type { FunctionInfo } from "./function-info.js";
import type { LoopCore } from "./loop-core.js";
import type { Root } from "./root.js";

type Fields = { -readonly [K in keyof Root]: Root[K] };

/**
 * A new task of the loop (a `Task`, to those who know that class). `v0` to `v3` are its function's variables. Everything
 * comes from outside: as long as nothing has to be read or looked at between them, engines write each field once.
 */
export const TaskRecord = function (
  this: Fields,
  loop: LoopCore,
  id: number,
  info: FunctionInfo,
  step: Step<never>,
  context: Store,
  flags: number,
  value: unknown,
  v0: unknown,
  v1: unknown,
  v2: unknown,
  v3: unknown,
): void {
  this.loop = loop;
  this.flags = flags;
  this.value = value;
  this.waiters = null;
  this.info = info;
  this.step = step;
  this.state = 0;
  this.handler = 0;
  this.callee = null;
  this.awaiting = null;
  this.top = this;
  this.context = context;
  this.cancellation = null;
  this.extra = null;
  this.v0 = v0;
  this.v1 = v1;
  this.v2 = v2;
  this.v3 = v3;
  this.slot = -1;
  this.id = id;
} as unknown as new (
  loop: LoopCore,
  id: number,
  info: FunctionInfo,
  step: Step<never>,
  context: Store,
  flags: number,
  value: unknown,
  v0: unknown,
  v1: unknown,
  v2: unknown,
  v3: unknown,
) => Root;

/** A new task in the current context, that nobody has started. */
export function makeTask(
  loop: LoopCore,
  info: FunctionInfo,
  step: Step<never>,
  v0?: unknown,
  v1?: unknown,
  v2?: unknown,
  v3?: unknown,
): Root {
  return new TaskRecord(loop, ++loop.taskCount, info, step, currentStore.store, PENDING, undefined, v0, v1, v2, v3);
}

/** Says of which class tasks are: that module needs this one. */
export function tasksAre(constructor: { readonly prototype: Root }): void {
  TaskRecord.prototype = constructor.prototype;
  Object.setPrototypeOf(TaskRecord, constructor);
}
