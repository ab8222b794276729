/**
 * A scope: a block of a task that can be cancelled by itself. The kernel of `CancelScope`, `timeout` and `TaskGroup`, which
 * differ in what they make of the cancellation when the block is left.
 *
 *     created ──enter(task)──▶ entered ──leave()──▶ left
 *        │ request()                │ request(), deadline
 *        ▼                          ▼
 *     noted until it is entered     the task is cancelled, once
 *
 * asyncio's rules hold: whoever cancels a task takes the request back exactly once, on leaving; and the cancellation was its
 * own only if the count of requests is back then at what it was on entry. trio's come on top: scopes nest, a *shield* keeps
 * out what is asked for outside of it until it is left, and a *level-triggered* scope throws at every await once it was
 * cancelled, not only at the next one (asyncio's edge).
 *
 * A request that was never thrown, because the block did not wait any more, is withdrawn on leaving: it does not surface
 * in the code behind.
 */
import { Cancellation, type ScopeLink } from "./cancellation.js";
import { isCancelled } from "./errors.js";
import type { Handle } from "./handle.js";
import type { EventLoop } from "./loop.js";
import type { Task } from "./task.js";

const CREATED = 0;
const ENTERED = 1;
const LEFT = 2;

export class Scope implements ScopeLink {
  outer: ScopeLink | null = null;
  /** The task inside; null until it is entered. */
  task: Task | null = null;
  /** Whether it was cancelled: by `request`, or because the deadline was reached. */
  requested = false;
  /** Whether the deadline was reached while the task was inside. */
  expired = false;
  /** What `request` was given. */
  reason: unknown = undefined;
  patient = false;
  /** Once cancelled, every await inside throws. */
  levelTriggered = false;

  private state = CREATED;
  private shielded = false;
  /** How many requests the task knew of on entry. */
  private level = 0;
  /** Something was about to be thrown on entry already. */
  private pendingBefore = false;
  private deadlineAt = Infinity;
  private alarm: Handle | null = null;

  /** Whether the task is inside. */
  get active(): boolean {
    return this.state === ENTERED;
  }

  /** Whether it was entered at all. */
  get used(): boolean {
    return this.state !== CREATED;
  }

  get insists(): boolean {
    return this.requested && this.levelTriggered;
  }

  /** Requests from outside wait until it is left, or until this is false again. */
  get shield(): boolean {
    return this.shielded;
  }

  set shield(on: boolean) {
    const was = this.shielded;
    this.shielded = on;
    if (was && !on && this.active) this.release();
  }

  /** When it is cancelled, in milliseconds on the loop's clock; Infinity for never. */
  get deadline(): number {
    return this.deadlineAt;
  }

  set deadline(when: number) {
    this.deadlineAt = when;
    if (this.active && !this.requested) this.arm();
  }

  /** The task is inside from now on. */
  enter(task: Task): void {
    const cancellation = (task.cancellation ??= new Cancellation());
    this.task = task;
    this.state = ENTERED;
    if (this.shielded) cancellation.holdPending();
    this.level = cancellation.admitted;
    this.pendingBefore = cancellation.must;
    this.outer = cancellation.scope;
    cancellation.scope = this;
    if (this.requested) task.interrupt(this, this.reason, task);
    else this.arm();
  }

  /** Cancels the block: now, or as soon as it is entered. Does nothing the second time, and when it was left. */
  request(reason?: unknown): void {
    if (this.requested || this.state === LEFT) return;
    this.requested = true;
    this.reason = reason;
    if (this.state === ENTERED) this.task?.interrupt(this, reason, this.task);
  }

  /** The block is left; the request is taken back. */
  leave(): void {
    const { task } = this;
    if (task === null || this.state !== ENTERED) return;
    const cancellation = task.cancellation as Cancellation;
    this.state = LEFT;
    this.alarm?.cancel();
    this.alarm = null;
    this.unlink(cancellation);
    if (this.requested) {
      cancellation.dropHeld(this);
      task.uncancel();
      if (!this.othersAsk && !this.pendingBefore) task.withdraw(cancellation);
    }
    if (this.shielded) this.release();
    else cancellation.insist();
  }

  /** Whether somebody else has asked for the task's cancellation since it was entered. To be asked after `leave`. */
  get othersAsk(): boolean {
    const cancellation = this.task?.cancellation;
    return cancellation !== undefined && cancellation !== null && cancellation.admitted > this.level;
  }

  /**
   * Whether `error`, with which the block was left, is a cancellation nobody but this scope asked for. It ends here then:
   * to be asked after `leave`, and only by who does not throw it on.
   */
  catches(error: unknown): boolean {
    if (!this.requested || !isCancelled(error) || this.othersAsk) return false;
    this.task?.cancellation?.note(error, false);
    return true;
  }

  /** Scopes need not be left in the order in which they were entered: one in an async generator may outlive its caller's. */
  private unlink(cancellation: Cancellation): void {
    if (cancellation.scope === this) {
      cancellation.scope = this.outer;
      return;
    }
    let inner = cancellation.scope as Scope | null;
    while (inner !== null && inner.outer !== this) inner = inner.outer as Scope | null;
    if (inner !== null) inner.outer = this.outer;
  }

  /** What the shield kept out reaches the task now. */
  private release(): void {
    const task = this.task as Task;
    const cancellation = task.cancellation as Cancellation;
    if (cancellation.releaseHeld()) task.throwCancellation(cancellation);
    cancellation.insist();
  }

  private arm(): void {
    this.alarm?.cancel();
    this.alarm = null;
    const when = this.deadlineAt;
    if (when === Infinity) return;
    const loop = (this.task as Task).loop as EventLoop;
    const expire = (): void => {
      this.alarm = null;
      this.expired = true;
      this.request();
    };
    this.alarm = when <= loop.time() ? loop.callSoon(expire) : loop.callAt(when, expire);
  }
}
