/**
 * The body of an async generator: ECMAScript's AsyncGenerator abstract operations, to the letter, over the driver.
 *
 *     START ──next──▶ EXECUTING ──yield──▶ YIELDED ──next/throw/return──▶ EXECUTING …
 *       │                │ returns or throws
 *       │return          ▼
 *       └────────▶ DRAINING (answers what is queued; `return(x)` awaits x first) ──▶ COMPLETED
 *
 * Requests queue up: each `next/throw/return` is one, answered in order. A request is itself the promise it gives, and holds
 * the next one, so a request is one object.
 *
 * `yield` and `yield*` wait for things the function knows nothing of: the operand, the value of `return()`, what the inner
 * iterator gives. While that is so the flag IN_YIELD is up, and what arrives goes to `sentToYield` instead of the function.
 *
 * A generator runs on behalf of the task that iterates: it is `currentTask()` inside, and its context is that task's.
 * Cancelling a request (which is what happens to its consumer's await) is delivered at the generator's own await.
 */
import { CONTINUE, LEAVE, type Signal, type Step, SUSPENDED } from "./activation.js";
import { currentLoop } from "./ambient.js";
import { asSignal, awaitOnRoot, calls, mayInline } from "./awaiting.js";
import { slotFor } from "./async-from-sync.js";
import { currentStore, enterContext, type Context, type Store } from "./context.js";
import { DONE, type DelegateStep, Delegation } from "./delegation.js";
import {
  type Deferred,
  FULFILLED,
  GENERATOR,
  HANDLED,
  IN_YIELD,
  INLINED,
  LINKED,
  NESTED,
  OWN_CONTEXT,
  PENDING,
  STATE,
  type Waiter,
} from "./deferred.js";
import { advance, advanceThrowing } from "./driver.js";
import { FunctionInfo, undescribed } from "./function-info.js";
import { type AsyncGenerator, wrapBody } from "./generator-object.js";
import { makeRequest, NEXT, type Request, RETURN, THROW } from "./generator-request.js";
import { type LoopCore, loops } from "./loop-core.js";
import type { Promise } from "./promise.js";
import { resolveWith } from "./resolution.js";
import { current, type Root } from "./root.js";
// Loaded first: it says what task records are.
import "./task.js";
import type { Task } from "./task.js";
import { TaskRecord } from "./task-record.js";

const START = 0;
const EXECUTING = 1;
const YIELDED = 2;
const DRAINING = 3;
const COMPLETED = 4;

/** What arrives while IN_YIELD is up is … */
const OPERAND = 0;
const REQUEST = 1;
const RETURN_VALUE = 2;
const DELEGATED = 3;
/** … what came of closing the inner iterator of `yield*`, because a cancellation goes on. */
const CLOSED = 4;

/** `yield` and `yield*` go on with what is there. */
const sentToYield = new FunctionInfo("yield", "", [], 0);

/** A body is made as a task is. */
const Body = TaskRecord as new (...fields: ConstructorParameters<typeof TaskRecord>) => Task;

export class GeneratorBody extends Body {
  private status = START;
  private arriving = OPERAND;
  private returnState = 0;
  private delegation: Delegation | null = null;
  /** The cancellation that goes on once the inner iterator is closed. */
  private interruption: unknown = undefined;
  private first: Request | null = null;
  private last: Request | null = null;
  private consumer: Root | null = null;
  private inlineCaller: Root | null = null;
  /** @internal It is being closed by `return()`: its blocks are left in the middle. */
  closing = false;

  /** @internal */
  constructor(loop: LoopCore, info: FunctionInfo, step: Step<never>) {
    const flags = PENDING | HANDLED | GENERATOR;
    const none = undefined;
    super(loop, ++loop.taskCount, info, step, currentStore.store, flags, none, none, none, none, none);
  }

  /** Whether it has ended. */
  get finished(): boolean {
    return this.status === COMPLETED || this.status === DRAINING;
  }

  // ---- The generator object's methods

  next(value: unknown, caller: Root | null = null): Promise {
    if (this.status === START) this.join();
    const request = makeRequest(this, NEXT, value);
    if (this.status === COMPLETED) {
      resolveWith(request, { value: undefined, done: true });
      return request;
    }
    this.enqueue(request);
    if (this.status === START || this.status === YIELDED) this.go(caller);
    return request;
  }

  nextFor(caller: Root): Promise {
    return this.next(undefined, mayInline(caller) && caller.loop === this.loop ? caller : null);
  }

  throw(error: unknown): Promise {
    if (this.status === START) this.join();
    const request = makeRequest(this, THROW, error);
    if (this.status === START) this.finish();
    if (this.status === COMPLETED) {
      request.reject(error);
      return request;
    }
    this.enqueue(request);
    if (this.status === YIELDED) this.go();
    return request;
  }

  return(value: unknown): Promise {
    if (this.status === START) this.join();
    const request = makeRequest(this, RETURN, value);
    this.enqueue(request);
    if (this.status === START || this.status === COMPLETED) {
      this.status = DRAINING;
      this.awaitReturn(request);
    } else if (this.status === YIELDED) this.go();
    return request;
  }

  aclose(): Promise<void> {
    if (this.status === EXECUTING && this.awaiting !== null) this.requestCancel("the generator was closed", null);
    return this.return(undefined).then(() => undefined);
  }

  /** It belongs to the loop on which it is iterated first, as in asyncio; where none runs, to that of the call. */
  private join(): void {
    const loop = loops.running;
    if (loop === null || loop === this.loop) return;
    this.loop = loop;
    (this as { id: number }).id = ++loop.taskCount;
  }

  private enqueue(request: Request): void {
    if (this.last === null) this.first = request;
    else this.last.following = request;
    this.last = request;
  }

  private dequeue(): Request {
    const request = this.first as Request;
    // What the body does from now on it does for others.
    if ((this.flags & LINKED) !== 0 && request.waiters === this.inlineCaller) {
      request.waiters = null;
      this.caller.awaiting = null;
    }
    this.flags &= ~(INLINED | LINKED);
    this.first = request.following;
    if (this.first === null) this.last = null;
    return request;
  }

  // ---- Running

  /** Resumes the function inside the call, on behalf of the task that calls; `caller` awaits what it asked for on the spot. */
  private go(caller: Root | null = null): void {
    const { instruments } = this.loop;
    if (this.status === START) {
      this.loop.registerGenerator(this);
      instruments?.spawned(this, current.task);
    }
    const sent = this.status === START ? undefined : this.first?.sent;
    this.status = EXECUTING;
    this.consumer = current.task;
    const budget = this.loop.budget;
    this.flags |= caller === null ? NESTED : NESTED | INLINED;
    this.inlineCaller = caller;
    instruments?.beforeStep(this);
    calls.depth += 1;
    try {
      if (this.goesOnPlainly()) this.flags &= ~IN_YIELD;
      advance(this, sent);
    } finally {
      calls.depth -= 1;
    }
    instruments?.afterStep(this);
    this.flags &= ~(INLINED | LINKED);
    this.loop.budget = budget;
    this.context = currentStore.store;
  }

  /** Is it in a `yield`, and has somebody called `next`? */
  private goesOnPlainly(): boolean {
    const { flags, arriving, delegation, first } = this;
    return (flags & IN_YIELD) !== 0 && arriving === REQUEST && delegation === null && (first as Request).kind === NEXT;
  }

  protected override stepIn(value: unknown, threw: boolean): void {
    const consumer = this.consumer;
    const owner: Root = consumer !== null && !consumer.done() ? consumer : this;
    const outerStore = currentStore.store;
    const shared = (owner.flags & OWN_CONTEXT) !== 0;
    const outerTask = current.enter(consumer);
    const outerContext = enterContext(shared ? (owner.context as Context) : null);
    currentStore.store = shared ? (owner.context as Context).store : (owner.context as Store);
    const { instruments } = this.loop;
    instruments?.beforeStep(this);
    if (threw) advanceThrowing(this, value);
    else advance(this, value);
    instruments?.afterStep(this);
    if (shared) (owner.context as Context).store = currentStore.store;
    else owner.context = currentStore.store;
    currentStore.store = outerStore;
    currentStore.context = outerContext;
    current.leave(outerTask);
  }

  override get caller(): Root {
    return this.inlineCaller as Root;
  }

  override get answer(): Deferred {
    return this.first as Request;
  }

  override tellBlocked(): void {
    if (this.status !== YIELDED) super.tellBlocked();
  }

  protected override acting(): Root | null {
    return this.consumer;
  }

  /** @internal The function has returned. */
  override complete(value: unknown): void {
    this.end();
    this.respond(value, true);
    this.drain();
  }

  /** @internal An error left the function. */
  override fail(error: unknown): void {
    this.end();
    this.dequeue().reject(error);
    this.drain();
  }

  private end(): void {
    this.finish();
    this.status = DRAINING;
  }

  private finish(): void {
    const began = this.status !== START;
    this.status = COMPLETED;
    this.flags &= ~IN_YIELD;
    if (began) this.ended();
    else {
      this.letGo();
      this.reportNeverAwaited();
    }
    if ((this.flags & STATE) === PENDING) this.settle(FULFILLED, undefined);
  }

  // ---- Requests

  private respond(value: unknown, done: boolean): void {
    resolveWith(this.dequeue(), { value, done });
  }

  private drain(): void {
    for (let request = this.first; request !== null; request = this.first) {
      if (request.kind === RETURN) {
        this.status = DRAINING;
        this.awaitReturn(request);
        return;
      }
      if (request.kind === NEXT) this.respond(undefined, true);
      else this.dequeue().reject(request.sent);
    }
    this.status = COMPLETED;
  }

  private awaitReturn(request: Request): void {
    let slot: Deferred;
    try {
      slot = slotFor(request.sent, this.loop);
    } catch (error) {
      this.dequeue().reject(error);
      this.drain();
      return;
    }
    slot.flags |= HANDLED;
    slot.subscribe(new Returned(this, request, slot));
  }

  /** @internal The operand of a `return()` that arrived too late for the function is there. */
  returned(slot: Deferred): void {
    if ((slot.flags & STATE) === FULFILLED) this.respond(slot.value, true);
    else this.dequeue().reject(slot.value);
    this.drain();
  }

  /** @internal Passes a cancellation on to what answers the request. False: nothing will answer it any more. */
  cancelRequest(request: Request, reason: unknown, origin: object | null): boolean {
    if (request === this.first) return this.status === EXECUTING && this.requestCancel(reason, origin);
    for (let before = this.first; before !== null; before = before.following) {
      if (before.following !== request) continue;
      before.following = request.following;
      if (this.last === request) this.last = before;
    }
    return false;
  }

  // ---- For compiled code

  /** @internal ABI: `yield value`: awaits it, then hands it out. */
  yield(state: number, returnState: number, value: unknown): Signal {
    this.state = state;
    this.returnState = returnState;
    this.arriving = OPERAND;
    this.flags |= IN_YIELD;
    let operand: unknown;
    try {
      operand = awaitOnRoot(this, value);
    } catch (error) {
      this.flags &= ~IN_YIELD;
      throw error;
    }
    return operand === SUSPENDED ? SUSPENDED : this.handOut(operand);
  }

  /** @internal ABI: `yield* iterable`. */
  delegate(state: number, returnState: number, iterable: unknown): Signal {
    this.state = state;
    this.returnState = returnState;
    this.delegation = new Delegation(iterable);
    return this.delegated(() => (this.delegation as Delegation).resume(NEXT, undefined));
  }

  private waitInYield(arriving: number, value: unknown): Signal {
    this.arriving = arriving;
    this.flags |= IN_YIELD;
    try {
      return asSignal(this, sentToYield, awaitOnRoot(this, value));
    } catch (error) {
      if (arriving === DELEGATED) this.delegation = null;
      this.flags &= ~IN_YIELD;
      throw error;
    }
  }

  override sentToYield(value: unknown, threw: boolean): Signal {
    switch (this.arriving) {
      case OPERAND:
        if (threw) return this.throwIn(value);
        return this.handOut(value);
      case REQUEST:
        return this.take(this.first as Request);
      case RETURN_VALUE:
        if (this.delegation !== null)
          return this.delegated(() => (this.delegation as Delegation).resume(threw ? THROW : RETURN, value));
        return threw ? this.throwIn(value) : this.leave(value);
      case CLOSED:
        return this.closed(value, threw);
      default:
        if (threw) return this.innerFailed(value);
        return this.delegated(() => (this.delegation as Delegation).received(value));
    }
  }

  /**
   * What the inner iterator gave has failed. Then it counts as ended; but when it was the generator's own cancellation that
   * ended the wait, it is closed first, as `for await` does.
   */
  private innerFailed(error: unknown): Signal {
    if (this.cancellation?.owns(error) !== true) return this.throwIn(error);
    this.interruption = error;
    try {
      const step = (this.delegation as Delegation).interrupted();
      if (step !== undefined) return this.waitInYield(CLOSED, step.value);
    } catch {
      // The cancellation is the one that counts.
    }
    return this.closed(undefined, false);
  }

  /** The cancellation goes on, or a newer one that ended the wait. What else closing threw does not count. */
  private closed(value: unknown, threw: boolean): never {
    const error = this.interruption;
    this.interruption = undefined;
    return this.throwIn(threw && this.cancellation?.owns(value) === true ? value : error);
  }

  /** ECMAScript's AsyncGeneratorYield: answers a request; goes on at once when another one waits. */
  private handOut(value: unknown): Signal {
    this.respond(value, false);
    this.arriving = REQUEST;
    this.flags |= IN_YIELD;
    if (this.first !== null) return this.take(this.first);
    this.status = YIELDED;
    return SUSPENDED;
  }

  /** Takes up a request: it is answered by the next `yield`, or the end. */
  private take(request: Request): Signal {
    if (request.kind === RETURN) return this.waitForReturnValue(request.sent);
    if (this.delegation !== null)
      return this.delegated(() => (this.delegation as Delegation).resume(request.kind, request.sent));
    if (request.kind === THROW) return this.throwIn(request.sent);
    return this.goOn(request.sent);
  }

  private waitForReturnValue(value: unknown): Signal {
    try {
      return this.waitInYield(RETURN_VALUE, value);
    } catch (error) {
      if (this.delegation === null) throw error;
      return this.delegated(() => (this.delegation as Delegation).resume(THROW, error));
    }
  }

  /** The function goes on after the `yield`. */
  private goOn(value: unknown): Signal {
    this.flags &= ~IN_YIELD;
    this.delegation = null;
    this.value = value;
    return CONTINUE;
  }

  private throwIn(error: unknown): never {
    this.flags &= ~IN_YIELD;
    this.delegation = null;
    throw error;
  }

  /** `return()` arrived at a `yield`: the function leaves through its `finally` blocks. */
  private leave(value: unknown): Signal {
    const signal = this.goOn(value);
    if (this.returnState === 0) return LEAVE;
    this.closing = true;
    this.state = this.returnState;
    return signal;
  }

  /** Makes a step of `yield*` and does what comes of it. */
  private delegated(run: () => DelegateStep): Signal {
    let step: DelegateStep;
    try {
      step = run();
    } catch (error) {
      return this.throwIn(error);
    }
    if (step.then === "await") return this.waitInYield(DELEGATED, step.value);
    if (step.then === "yield") return this.handOut(step.value);
    return step.then === DONE ? this.goOn(step.value) : this.leave(step.value);
  }
}

/** Waits for the operand of a late `return()`. */
class Returned implements Waiter {
  private readonly body: GeneratorBody;
  private readonly request: Request;
  private readonly slot: Deferred;

  constructor(body: GeneratorBody, request: Request, slot: Deferred) {
    this.body = body;
    this.request = request;
    this.slot = slot;
  }

  run(): void {
    this.body.returned(this.slot);
  }

  consumerKey(): object {
    return this.request;
  }
}

/** ABI: calls an async generator function. `prototype` is the function's own `prototype`. */
export function asyncGenerator(
  info: FunctionInfo = undescribed,
  step: Step<never>,
  prototype?: unknown,
  newTarget?: unknown,
): AsyncGenerator {
  if (newTarget !== undefined) throw new TypeError(`${info.name} is not a constructor`);
  return wrapBody(new GeneratorBody(currentLoop(), info, step), prototype ?? info.prototype);
}
