/**
 * Where every choice of a run passes through: asks the policy, checks the answer, and keeps both. Kept are numbers and
 * names' parts only; a label is put together when somebody reads it, so recording costs next to nothing.
 */
import { Root } from "../core/root.js";
import type { FunctionInfo } from "../core/function-info.js";
import type { Runnable } from "../core/runnable.js";
import type { Task } from "../core/task.js";
import { Turn } from "../primitives/turn.js";
import type { Label, Policy } from "./policy.js";
import type { Chooser, ReadyPool } from "./ready-pool.js";
import { type Choice, Schedule } from "./schedule.js";

/** The kind of choice a simulated loop makes: which of the ready tasks runs next. */
export const taskKind = "task";

/** What a label is made from: a task (its number, innermost function and state there), or text. */
interface Taken {
  step: number;
  kind: string;
  n: number;
  index: number;
  id: number;
  state: number;
  info: FunctionInfo | null;
  text: string;
}

/** See the top of this file. */
export class Recorder implements Chooser {
  /** How many steps were taken. */
  steps = 0;
  /** Differs, as a rule, between runs whose choices differ. */
  fingerprint = 0;
  private policy: Policy;
  private readonly taken: Taken[] = [];
  private count = 0;
  private length = 0;
  private recording = true;
  private pool: ReadyPool | null = null;
  private readonly label: Label = (index) => labelOf((this.pool as ReadyPool).possibility(index));

  constructor(policy: Policy) {
    this.policy = policy;
  }

  /** Begins again, for another run. */
  reset(policy: Policy): void {
    this.policy = policy;
    this.steps = 0;
    this.count = 0;
    this.fingerprint = 0;
    this.recording = true;
  }

  /** The run is over: what follows (clean-up) is first in, first out, and is counted anew. */
  stop(): void {
    this.recording = false;
    this.length = this.steps;
    this.steps = 0;
  }

  /** Which of the ready entries runs next. */
  chooseEntry(n: number, pool: ReadyPool): number {
    if (!this.recording) return 0;
    this.pool = pool;
    const index = checked(this.policy, this.policy.choose(taskKind, n, this.label), n);
    const entry = pool.possibility(index);
    const taken = this.take(taskKind, n, index);
    const root = rootOf(entry);
    if (root === null) {
      taken.info = null;
      taken.text = otherLabel(entry);
    } else {
      taken.id = (root as Task).id;
      taken.info = root.top.info;
      taken.state = root.top.state;
    }
    return index;
  }

  /** A choice of the program under test. */
  choose(kind: string, n: number, label: Label): number {
    if (!this.recording) return 0;
    const index = checked(this.policy, this.policy.choose(kind, n, label), n);
    const taken = this.take(kind, n, index);
    taken.info = null;
    taken.text = label(index);
    return index;
  }

  /** Tells a policy that repeats a schedule that the run is over. */
  finish(): void {
    (this.policy as Partial<EndAware>).finish?.(this.steps);
  }

  /** What was recorded. */
  schedule(seed: number): Schedule {
    const choices = this.taken.slice(0, this.count).map((taken): Choice => ({
      step: taken.step,
      kind: taken.kind,
      n: taken.n,
      index: taken.index,
      label: taken.info === null ? taken.text : taskLabel(taken.id, taken.info, taken.state),
    }));
    return new Schedule(seed, this.policy.name, choices, this.recording ? this.steps : this.length);
  }

  private take(kind: string, n: number, index: number): Taken {
    let taken = this.taken[this.count];
    if (taken === undefined) {
      taken = { step: 0, kind: "", n: 0, index: 0, id: 0, state: 0, info: null, text: "" };
      this.taken.push(taken);
    }
    this.count += 1;
    this.fingerprint = (Math.imul(this.fingerprint, 31) + Math.imul(n, 0x85eb_ca6b) + index + this.steps) | 0;
    taken.step = this.steps;
    taken.kind = kind;
    taken.n = n;
    taken.index = index;
    return taken;
  }
}

/** A policy that wants to know when the run is over. */
export interface EndAware {
  /** @throws ScheduleMismatchError */
  finish(steps: number): void;
}

function checked(policy: Policy, index: number, n: number): number {
  if (Number.isInteger(index) && index >= 0 && index < n) return index;
  throw new RangeError(`the policy "${policy.name}" chose ${index}, but there are the possibilities 0 to ${n - 1}`);
}

/** The task an entry will resume, if it is one that does. */
export function rootOf(entry: Runnable): Root | null {
  if (entry instanceof Root) return entry;
  if (!(entry instanceof Turn)) return null;
  const waiter = entry.waiter;
  return waiter instanceof Root ? waiter : null;
}

function labelOf(entry: Runnable): string {
  const root = rootOf(entry);
  return root === null ? otherLabel(entry) : taskLabel((root as Task).id, root.top.info, root.top.state);
}

/** Which callback it is does not matter: it is always the oldest. */
function otherLabel(entry: Runnable): string {
  return entry instanceof Turn ? "turn" : "callback";
}

/** `Task-2 withdraw@1`: the state tells where in the function, and does not change with a line above it. */
function taskLabel(id: number, info: FunctionInfo, state: number): string {
  return `Task-${id} ${info.name === "" ? "<anonymous>" : info.name}@${state}`;
}
