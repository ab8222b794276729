/**
 * How tasks are made: one function that sets all fields. The constructors of the classes that a task is (`Deferred`, `Promise`,
 * `Future`, `Root`, `Task`), one calling the next, take several times as long as everything else a call does.
 */
import type { Step } from "./activation.js";
import { currentStore } from "./context.js";
import { PENDING } from "./deferred.js";
import type { FunctionInfo } from "./function-info.js";
import type { LoopCore } from "./loop-core.js";
import type { Root } from "./root.js";

type Fields = { -readonly [K in keyof Root]: Root[K] };

/** A new task of the loop (a `Task`, to those who know that class). `v0` to `v3` are its function's variables. */
export const TaskRecord = function (
  this: Fields,
  loop: LoopCore,
  info: FunctionInfo,
  step: Step<never>,
  v0: unknown,
  v1: unknown,
  v2: unknown,
  v3: unknown,
): void {
  this.loop = loop;
  this.flags = PENDING;
  this.value = undefined;
  this.waiters = null;
  this.info = info;
  this.step = step;
  this.state = 0;
  this.handler = 0;
  this.callee = null;
  this.awaiting = null;
  this.top = this;
  this.context = currentStore.store;
  this.cancellation = null;
  this.extra = null;
  this.v0 = v0;
  this.v1 = v1;
  this.v2 = v2;
  this.v3 = v3;
  this.slot = -1;
  this.id = ++loop.taskCount;
} as unknown as new (
  loop: LoopCore,
  info: FunctionInfo,
  step: Step<never>,
  v0?: unknown,
  v1?: unknown,
  v2?: unknown,
  v3?: unknown,
) => Root;

/** Says of which class tasks are: that module needs this one. */
export function tasksAre(constructor: { readonly prototype: Root }): void {
  TaskRecord.prototype = constructor.prototype;
  Object.setPrototypeOf(TaskRecord, constructor);
}
