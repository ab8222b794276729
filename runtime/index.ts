/// <reference lib="esnext.disposable" preserve="true" />
/**
 * The runtime: asyncio's names in camelCase, milliseconds everywhere, options in one object at the end.
 *
 * What compiled code calls is in `tsyncio/abi`, which is no business of people.
 *
 * @module
 */

import "./hosts/ambient.js";

// (Re-exports only: every name is documented where it is defined. The sections are those of the API reference.)

// Running a program
export { run, type RunOptions } from "./run.js";
export { Runner, type RunnerOptions } from "./runner.js";
export { InterruptError, RunnerStateError } from "./run-errors.js";
export { newEventLoop, type LoopChoice } from "./run-loop.js";
export type { Main, StartOptions } from "./run-main.js";

// Tasks
export { AsCompleted, asCompleted, type AsCompletedOptions, type Completed } from "./primitives/as-completed.js";
export { futureAddToAwaitedBy, futureDiscardFromAwaitedBy } from "./primitives/awaited-by.js";
export { CancelScope, type CancelScopeOptions } from "./primitives/cancel-scope.js";
export { createTask, type CreateTaskOptions } from "./primitives/create-task.js";
export {
  createEagerTaskFactory,
  defaultTaskFactory,
  eagerTaskFactory,
  type TaskMakerOptions,
} from "./primitives/eager-tasks.js";
export { gather, type Gathered, type GatheredWithErrors, type GatherOptions } from "./primitives/gather.js";
export { shield } from "./primitives/shield.js";
export { sleep } from "./primitives/sleep.js";
export { staggeredRace, type RaceResult } from "./primitives/staggered-race.js";
export { TaskGroup, type Started } from "./primitives/task-group.js";
export { timeout, Timeout, timeoutAt } from "./primitives/timeout.js";
export {
  ALL_COMPLETED,
  FIRST_COMPLETED,
  FIRST_EXCEPTION,
  wait,
  type ReturnWhen,
  type WaitOptions,
  type WaitResult,
} from "./primitives/wait.js";
export { waitFor } from "./primitives/wait-for.js";
export { allTasks, currentTask, findCurrentTask, getRunningLoop } from "./core/queries.js";
export { ensureFuture } from "./core/ensure-future.js";
export { Future, isFuture } from "./core/future.js";
export { Task } from "./core/task.js";
export type { TaskFactory, TaskOptions } from "./core/create-task.js";
export { Coroutine, isCoroutine } from "./core/coroutine.js";

// Synchronisation
export { Barrier } from "./primitives/sync/barrier.js";
export { Condition } from "./primitives/sync/condition.js";
export { Event } from "./primitives/sync/event.js";
export { Lock } from "./primitives/sync/lock.js";
export { BoundedSemaphore, Semaphore } from "./primitives/sync/semaphore.js";
export { BrokenBarrierError, LockStateError } from "./primitives/sync/errors.js";
export type { PrimitiveOptions } from "./primitives/sync/resource.js";

// Queues
export { LifoQueue } from "./primitives/queues/lifo-queue.js";
export { PriorityQueue, type PriorityQueueOptions } from "./primitives/queues/priority-queue.js";
export { Queue, type ShutdownOptions } from "./primitives/queues/queue.js";
export { QueueEmpty, QueueFull, QueueShutDown, QueueStateError } from "./primitives/queues/errors.js";

// Channels
export { createChannel, ReceiveChannel, SendChannel, type Selectable } from "./primitives/channels/channel.js";
export { select, selectNowait, type Cases, type Selected } from "./primitives/channels/select.js";
export type { ChannelStatistics } from "./primitives/channels/state.js";
export { BrokenResourceError, ClosedResourceError, EndOfChannel, WouldBlock } from "./primitives/channels/errors.js";

// Between worlds
export type { AbortSignalLike, SignalOptions } from "./primitives/abort-signal.js";
export { fromSignal, SignalScope } from "./primitives/from-signal.js";
export { toNative, type NativePromise } from "./primitives/to-native.js";
export { wrapFuture, type WrapFutureOptions } from "./primitives/wrap-future.js";
export { asyncEnter, asyncExit } from "./core/disposal.js";

// Context
export { AsyncContext, type Snapshot, type Variable } from "./core/async-context.js";
export { Context, ContextVar, copyContext, Token } from "./core/context.js";

// The loop
export { EventLoop, type ExceptionHandler, type LoopOptions } from "./core/loop.js";
export type { ExceptionContext } from "./core/exception-context.js";
export { Handle, TimerHandle } from "./core/handle.js";
export type { AbortControllerLike, Host, PlatformStores } from "./core/host.js";

// Diagnostics
export {
  captureCallGraph,
  formatCallGraph,
  printCallGraph,
  type CallGraphOptions,
  type FrameCallGraphEntry,
  type FutureCallGraph,
} from "./diagnostics/call-graph.js";
export type { StackFrame } from "./core/stack.js";
export { formatTaskTree } from "./core/task-tree.js";
export { printTaskTree } from "./diagnostics/print-task-tree.js";
export type { Instrument } from "./core/instruments.js";

// Hosts
export { ambientHost } from "./hosts/ambient.js";
export { browserHost, BrowserHost, type BrowserHostOptions } from "./hosts/browser.js";
export { manualHost, ManualHost, type ManualHostOptions } from "./hosts/manual.js";
export { nodeHost, NodeHost, NoNodeError, type NodeHostOptions } from "./hosts/node.js";
export type { ProcessControl } from "./hosts/process-control.js";
export { simulatedHost, SimulatedHost, type SimulatedHostOptions } from "./hosts/simulated.js";

// Errors
export { ArgumentError } from "./primitives/argument-error.js";
export { ExceptionGroup, type ErrorCondition } from "./core/exception-group.js";
export { ScopeStateError } from "./primitives/scope-state-error.js";
export {
  CancelledError,
  ContextError,
  CoroutineReusedError,
  DeadlockError,
  ForeignLoopError,
  InternalError,
  InvalidDelayError,
  InvalidStateError,
  isCancelled,
  LoopClosedError,
  LoopStateError,
  NeverAwaitedError,
  NoRunningLoopError,
  NotCompiledError,
  SelfAwaitError,
  TimeoutError,
  TsyncioError,
} from "./core/errors.js";
