/**
 * TSY1405: a lock is held while its holder waits for something that only another task can do. Until that is done nobody
 * else gets the lock; if the other task needs it, that is for ever.
 *
 *     await using _ = lock;
 *     const job = await jobs.get();          ◀── whoever puts a job must not need the lock
 *
 * Held:     the rest of the block behind `await using _ = lock`, the function in `lock.run(async () => …)`, the `try` whose
 *           `finally` calls `lock.release()`, when it was acquired above that and is not mentioned in it. `lock` is a
 *           `Lock` or a `Condition` of the runtime.
 * Waiting:  `await` of `Event.wait`, `Queue.get`, `Queue.join`, `Barrier.wait`, `ReceiveChannel.receive`, or of `wait` of a
 *           condition that was made without a lock (so it has one of its own, another one).
 * Allowed:  whatever stands behind a `timeout`, `timeoutAt`, `waitFor`, `CancelScope` or `fromSignal` in the same function
 *           or one around it. A second lock in a fixed order is ordinary, and so is I/O: nothing is said about those.
 * Unknown:  whether it waits at all, or for whom, when the function does something else with what it waits for
 *           (`jobs.empty()`, `jobs.putNowait(1)`, `ready.set()`, `feed(jobs)`), or starts tasks while it holds the lock.
 */

import type { Dialect, HostNode, SourceRange } from "../core/dialect.js";
import type { FunctionScope } from "../core/scope.js";
import { awaitOf, callFrom } from "./calls.js";
import { type PrimitiveUse, primitiveUses, type RuntimeUse, runtimeUses } from "./primitives.js";
import { type ReviewedFile, type Rule, textOf } from "./warning.js";

/** The piece of source text that a lock is held over. */
interface Held extends SourceRange {
  readonly use: PrimitiveUse;
  readonly function: FunctionScope | null;
}

const holders = new Set(["Lock", "Condition"]);

const queue = ["get", "join"];
const waits: ReadonlyMap<string, readonly string[]> = new Map([
  ["Event", ["wait"]],
  ["Barrier", ["wait"]],
  ["Condition", ["wait", "waitFor"]],
  ["Queue", queue],
  ["LifoQueue", queue],
  ["PriorityQueue", queue],
  ["Channel", ["receive"]],
]);

/** What starts tasks: they may be the ones that are waited for. */
const starts = /\b(?:createTask|TaskGroup|ensureFuture|gather)\b/;

const limits = new Set(["timeout", "timeoutAt", "waitFor", "CancelScope", "fromSignal", "SignalScope"]);

export const heldLocks: Rule = (file) => {
  const { dialect } = file;
  if (!/["']tsyncio["']/.test(dialect.sourceText)) return [];
  const runtime = runtimeUses(file);
  const uses = primitiveUses(file, runtime);
  const held = uses
    .filter(({ primitive }) => holders.has(primitive.kind))
    .flatMap((use) => heldFrom(file, use, uses) ?? []);
  if (held.length === 0) return [];
  return uses.flatMap((use) => {
    const wait = waitOf(file, use);
    const lock = held.find((each) => isOver(file, each, use));
    if (wait === null || lock === undefined || isLimited(file, runtime, use)) return [];
    if (starts.test(dialect.sourceText.slice(lock.start, lock.end))) return [];
    if (uses.some((other) => other !== use && isOtherwise(file, other, use, lock))) return [];
    const name = textOf(file, lock.use.node) ?? "lock";
    const call = textOf(file, wait.call) ?? "…";
    const message =
      `\`${name}\` is held while this waits for what only another task can do: if that task needs the lock, both wait ` +
      `for ever. Wait before taking it, or limit the wait: \`await waitFor(${call}, milliseconds)\`.`;
    return [{ code: 1405, message, node: wait.awaited }];
  });
};

/** Is the primitive waited for, here and now? */
function waitOf({ dialect }: ReviewedFile, use: PrimitiveUse): { awaited: HostNode; call: HostNode } | null {
  const call = waitingCall(dialect, use);
  if (call === null || (use.primitive.kind === "Condition" && use.primitive.hasArguments)) return null;
  const awaited = awaitOf(dialect, call);
  return awaited === null ? null : { awaited, call };
}

/** The call of a waiting method that begins here. */
function waitingCall(dialect: Dialect, { primitive, node }: PrimitiveUse): HostNode | null {
  const found = callFrom(dialect, node);
  const [method = "", ...rest] = found?.path ?? [];
  return found !== null && rest.length === 0 && waits.get(primitive.kind)?.includes(method) === true
    ? found.call
    : null;
}

/**
 * Is this, in the function that takes the lock or one inside it, the same primitive, used for something else than to wait?
 * At a barrier those who wait are waited for.
 */
function isOtherwise({ dialect }: ReviewedFile, other: PrimitiveUse, { primitive }: PrimitiveUse, lock: Held): boolean {
  if (other.primitive !== primitive) return false;
  if (primitive.kind !== "Barrier" && waitingCall(dialect, other) !== null) return false;
  const taker = lock.use.function;
  let fn = other.function;
  while (fn !== null && fn !== taker) fn = fn.parent;
  return fn === taker;
}

function isOver(file: ReviewedFile, held: Held, use: PrimitiveUse): boolean {
  if (use.function !== held.function || use.primitive === held.use.primitive) return false;
  const start = startOf(file, use.node);
  return held.start < start && start < held.end;
}

function startOf({ dialect }: ReviewedFile, node: HostNode): number {
  return dialect.range(node)?.start ?? 0;
}

/** Is there a limit of time, or a scope that can be cancelled, before it? */
function isLimited(file: ReviewedFile, runtime: readonly RuntimeUse[], use: PrimitiveUse): boolean {
  const start = startOf(file, use.node);
  return runtime.some(({ name, event }) => {
    if (!limits.has(name) || startOf(file, event.identifier) > start) return false;
    for (let fn = use.function; fn !== null; fn = fn.parent) if (event.scope.function === fn) return true;
    return false;
  });
}

/** What this use of a lock begins, or ends. */
function heldFrom(file: ReviewedFile, use: PrimitiveUse, uses: readonly PrimitiveUse[]): Held | null {
  const { dialect, scopes } = file;
  const over = (node: HostNode, fn: FunctionScope | null): Held => {
    const { start, end } = dialect.range(node) ?? { start: 0, end: 0 };
    return { use, function: fn, start, end };
  };
  const block = dialect.keeper(use.node)?.kind === "variable" ? disposalBlock(file, use.node) : null;
  if (block !== null) return { ...over(block, use.function), start: startOf(file, use.node) };
  const found = callFrom(dialect, use.node);
  const method = found?.path.length === 1 ? found.path[0] : undefined;
  if (found === null || method === undefined) return null;
  if (method === "release") {
    const tried = tryReleasedBy(file, use, found.call);
    const range = tried === null ? null : over(tried, use.function);
    return range !== null && isHeldThroughout(file, range, uses) ? range : null;
  }
  const view = dialect.expressionView(found.call);
  const body = method === "run" && view.kind === "call" ? view.arguments[0]?.node : undefined;
  const fn = scopes.asyncFunctions.find(({ node }) => node === body);
  return fn === undefined ? null : over(fn.node, fn);
}

/** Was the lock of a `try` acquired above that, and is it left alone inside? */
function isHeldThroughout(file: ReviewedFile, held: Held, uses: readonly PrimitiveUse[]): boolean {
  const { use, start } = held;
  const end = startOf(file, use.node);
  const others = uses.filter((each) => each !== use && each.primitive === use.primitive);
  const isAcquired = others.some((each) => {
    const method = callFrom(file.dialect, each.node)?.path.join(".");
    return each.function === use.function && method === "acquire" && startOf(file, each.node) < start;
  });
  const isMentioned = others.some((each) => startOf(file, each.node) > start && startOf(file, each.node) < end);
  return isAcquired && !isMentioned;
}

/** The block at whose end an `await using` ends. */
function disposalBlock({ dialect }: ReviewedFile, node: HostNode): HostNode | null {
  for (let at = dialect.parent(node); at !== null; at = dialect.parent(at)) {
    const view = dialect.statementView(at);
    if (view.kind === "variable") return view.declaration === "await using" ? dialect.parent(at) : null;
  }
  return null;
}

/** The `try` block of the statement in whose `finally` a call stands. */
function tryReleasedBy({ dialect }: ReviewedFile, use: PrimitiveUse, call: HostNode): HostNode | null {
  let at = call;
  for (let parent = dialect.parent(at); parent !== null && at !== use.function?.node; parent = dialect.parent(at)) {
    const view = dialect.statementView(parent);
    if (view.kind === "try" && view.finalizer === at) return view.block;
    at = parent;
  }
  return null;
}
