/**
 * The ready queue of a simulated loop: an entry can be taken from the middle, because a policy chooses what runs next.
 *
 *     tasks        A    B         C          any of them may be chosen: they are what runs "at the same time"
 *     callbacks      c1     c2 c3            only the oldest: callbacks and reactions keep their order among themselves,
 *                                            which ECMAScript (reactions) and asyncio (callSoon) promise
 *     ──────────────────────────────▶ age    possibilities here: A, c1, B, C, in this order; 0 is what fifo takes
 *
 * Both lists are kept in order of age, with the number of each entry beside it. `sleep(0)` puts itself in twice, once to
 * settle and once for who waits; when nothing came in between, the two are one possibility.
 */
import { ReadyQueue } from "../core/ready-queue.js";
import { Root } from "../core/root.js";
import type { Runnable } from "../core/runnable.js";
import { Turn } from "../primitives/turn.js";

/** Asked which of `n` possibilities comes next. */
export interface Chooser {
  chooseEntry(n: number, pool: ReadyPool): number;
}

/** Entries in order of age, to be taken from anywhere; cheap at the front, and while there are few. */
class AgedList {
  private entries: (Runnable | undefined)[] = [];
  private ages: number[] = [];
  /** Where the oldest is, and where the next one goes: the arrays are not shortened, so that they keep their memory. */
  private head = 0;
  private tail = 0;

  get length(): number {
    return this.tail - this.head;
  }

  /** The entry at `index`, counted from the oldest. */
  at(index: number): Runnable {
    return this.entries[this.head + index] as Runnable;
  }

  push(entry: Runnable, age: number): void {
    this.entries[this.tail] = entry;
    this.ages[this.tail] = age;
    this.tail += 1;
  }

  /** Removes the entry at `index`. */
  remove(index: number): Runnable {
    const { entries, ages, head } = this;
    const at = head + index;
    const taken = entries[at] as Runnable;
    for (let i = at; i > head; i -= 1) {
      entries[i] = entries[i - 1];
      ages[i] = ages[i - 1] as number;
    }
    entries[head] = undefined;
    this.head += 1;
    if (this.head === this.tail) this.head = this.tail = 0;
    else if (this.head >= 1024 && this.head * 2 > this.tail) this.compact();
    return taken;
  }

  /** How many entries are older than `age`. */
  countOlder(age: number): number {
    let low = this.head;
    let high = this.tail;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.ages[middle] as number) < age) low = middle + 1;
      else high = middle;
    }
    return low - this.head;
  }

  /** The age of the entry at `index`. */
  ageAt(index: number): number {
    return this.ages[this.head + index] as number;
  }

  clear(): void {
    this.entries.fill(undefined, this.head, this.tail);
    this.head = this.tail = 0;
  }

  private compact(): void {
    this.entries = this.entries.slice(this.head, this.tail);
    this.ages = this.ages.slice(this.head, this.tail);
    this.tail -= this.head;
    this.head = 0;
  }
}

/** Ready entries that a policy chooses from. */
export class ReadyPool extends ReadyQueue {
  private readonly tasks = new AgedList();
  private readonly callbacks = new AgedList();
  private age = 0;
  /** The `sleep(0)` pushed last, as long as nothing was pushed after it. */
  private lastTurn: Turn<unknown> | null = null;
  /** Turns that stand for two entries. */
  private readonly doubled = new Set<Runnable>();
  /** Where the oldest callback stands among the possibilities; -1: there is none. */
  private place = -1;

  constructor() {
    super(
      () => {},
      () => 0,
    );
  }

  override push(entry: Runnable): void {
    if (entry instanceof Root) this.tasks.push(entry, this.age++);
    else if (entry instanceof Turn) this.pushTurn(entry);
    else this.callbacks.push(entry, this.age++);
  }

  private pushTurn(turn: Turn<unknown>): void {
    if (this.lastTurn === turn && this.isNewest(turn)) {
      this.doubled.add(turn);
      this.lastTurn = null;
      return;
    }
    this.tasks.push(turn, this.age++);
    this.lastTurn = turn;
  }

  private isNewest(turn: Turn<unknown>): boolean {
    const { tasks } = this;
    const last = tasks.length - 1;
    return last >= 0 && tasks.at(last) === turn && tasks.ageAt(last) === this.age - 1;
  }

  /** Every step goes through the policy, and is counted. */
  override takeTurnAlone(): boolean {
    return false;
  }

  /** A turn and who waits for it stay two entries, so that traces name them. */
  override replaceNewest(): boolean {
    return false;
  }

  override get empty(): boolean {
    return this.tasks.length === 0 && this.callbacks.length === 0;
  }

  override get generations(): number {
    return this.empty ? 0 : 1;
  }

  /** How many entries are ready. */
  get size(): number {
    return this.tasks.length + this.callbacks.length;
  }

  /** Takes the entry the chooser wants; null when nothing is ready. */
  next(chooser: Chooser): Runnable | null {
    const { tasks, callbacks } = this;
    const ready = tasks.length;
    if (callbacks.length === 0) {
      if (ready === 0) return null;
      this.place = -1;
      return tasks.remove(ready === 1 ? 0 : chooser.chooseEntry(ready, this));
    }
    this.place = tasks.countOlder(callbacks.ageAt(0));
    const index = ready === 0 ? 0 : chooser.chooseEntry(ready + 1, this);
    if (index === this.place) return callbacks.remove(0);
    return tasks.remove(index > this.place ? index - 1 : index);
  }

  /** Whether an entry taken from here is to be run a second time. */
  isDoubled(entry: Runnable): boolean {
    return this.doubled.size > 0 && this.doubled.delete(entry);
  }

  /** The entry that is possibility `index`; for labels, while the chooser is asked. */
  possibility(index: number): Runnable {
    if (index === this.place) return this.callbacks.at(0);
    return this.tasks.at(this.place >= 0 && index > this.place ? index - 1 : index);
  }

  override clear(): void {
    if (this.tasks.length > 0) this.tasks.clear();
    if (this.callbacks.length > 0) this.callbacks.clear();
    if (this.doubled.size > 0) this.doubled.clear();
    this.lastTurn = null;
  }
}
