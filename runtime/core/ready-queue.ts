/**
 * The ready queue: what runs next, first in, first out, cut into *generations*. A generation is what became ready while
 * the one before it ran. Each is one microtask of the host, asked for when its first entry arrives:
 *
 *     running      open (its microtask is asked for)        what may happen
 *     [A B C]      [ ]                                      A runs, pushes D: microtask asked for
 *     [  B C]      [D]                                      B awaits a native promise: subscribe, then close()
 *     [    C]      [D] closed, [ ] open                     C pushes E: a microtask of its own, behind the promise's
 *     done         [D] ... promise's reaction ... [E]       the host runs them in exactly this order
 *
 * So code on the loop and native promises it awaits keep ECMAScript's order without a native promise being made.
 *
 * When generations were closed, several run in one *round* of the host's microtasks, and what they make ready belongs to the
 * next round: it may share one generation again, but not join one that waits in this round.
 *
 * A microtask costs more than everything else an await does. While nothing of the host's can lie between two generations,
 * nobody can tell whether they share one. So `runMerged` runs a generation and those that follow from it, two lists in turn,
 * and asks the host for nothing; until somebody is about to subscribe to a native promise: `split()` makes what is ready
 * by then a generation of its own after all.
 *
 *     runs       next (not asked for)
 *     [A B]      [ ]           A pushes C, B pushes D
 *     [C D]      [ ]           C pushes E
 *     [  D]      [E]           D awaits a native promise: split()
 *     done       [E] waiting, its microtask asked for; then the promise's reaction
 *
 * A generation is in one of four places: *open* (the newest; pushes go there), *waiting* (closed, its microtask asked
 * for), *next* (open, not asked for), *running*. Nothing moves it back, except what a throwing entry left behind. Asking
 * for the microtask may throw (the stack overflows); so that comes first, and no generation is ever left without one.
 */
import type { Runnable } from "./runnable.js";

/** How many entries a list has room for from the start, and keeps room for. */
const firstCapacity = 16;
const keptCapacity = 65_536;

/** Entries that run in one go. The array is kept between uses, so that a steady program allocates nothing here. */
export class Generation {
  // Filled: an array that grows by assignment would call setters a program may have put on Array.prototype.
  items: (Runnable | undefined)[] = new Array<Runnable | undefined>(firstCapacity).fill(undefined);
  count = 0;
  /** The one that runs after this. */
  next: Generation | null = null;
  /** The round of the host's microtasks it was opened in. */
  round = 0;
}

export class ReadyQueue {
  private open: Generation | null = null;
  private oldest: Generation | null = null;
  private newest: Generation | null = null;
  /** While generations run merged: the one that follows, unless `split` has made it an ordinary one. */
  private merged: Generation | null = null;
  private round = 0;
  private running: Generation | null = null;
  /** While generations run merged: whether the last entry of one runs. */
  private atLast = false;
  /** How many more generations may run in this microtask. */
  private turns = 0;
  private readonly spares: Generation[] = [];
  private readonly schedule: () => void;
  private readonly moreTurns: () => number;
  /** Debug mode: called instead of running an entry; has to call `run`. */
  watch: ((entry: Runnable, run: () => void) => void) | null = null;

  /**
   * `schedule` is called once per generation, when its first entry arrives; `moreTurns` when as many generations have run
   * merged as may: it says how many more may follow.
   */
  constructor(schedule: () => void, moreTurns: () => number) {
    this.schedule = schedule;
    this.moreTurns = moreTurns;
  }

  /** Appends an entry to the open generation. */
  push(entry: Runnable): void {
    const open = this.open;
    if (open !== null) open.items[open.count++] = entry;
    else this.begin(entry);
  }

  private begin(entry: Runnable): void {
    this.schedule();
    const made = this.spares.pop() ?? new Generation();
    made.items[0] = entry;
    made.count = 1;
    this.append(made);
    this.open = made;
  }

  /** Makes it the newest of the waiting generations. */
  private append(made: Generation): void {
    made.round = this.round;
    if (this.newest === null) this.oldest = made;
    else this.newest.next = made;
    this.newest = made;
  }

  /** Later pushes go to a generation of their own. */
  close(): void {
    this.split();
    this.open = null;
  }

  /** Generations run merged no longer: what is ready by now gets a microtask of its own. */
  split(): void {
    const next = this.merged;
    if (next === null) return;
    if (next.count > 0) {
      this.schedule();
      this.append(next);
    } else this.open = null;
    this.merged = null;
  }

  /**
   * Takes a turn for the entry that runs, if nothing else would run meanwhile: true means that the entry may simply go on,
   * which is what it would do at its next turn. (Not for code that others are waiting for on the call stack.)
   *
   * @param entry one that is ready already, if any: taken out then
   */
  takeTurnAlone(entry: Runnable | null = null): boolean {
    if (!this.atLast || this.turns <= 1) return false;
    const next = this.merged;
    if (next === null) return false;
    if (entry === null) {
      if (next.count > 0) return false;
    } else {
      if (next.count !== 1 || next.items[0] !== entry) return false;
      next.items[0] = undefined;
      next.count = 0;
    }
    this.turns -= 1;
    return true;
  }

  /** Gives another entry the place of the newest one, if that is `entry`. */
  replaceNewest(entry: Runnable, other: Runnable): boolean {
    const { open } = this;
    if (open === null || open.items[open.count - 1] !== entry) return false;
    open.items[open.count - 1] = other;
    return true;
  }

  /** Gives another entry the place of one that waits for its turn. */
  replace(entry: Runnable, other: Runnable): void {
    const exchange = ({ items, count }: Generation): boolean => {
      const place = items.indexOf(entry);
      if (place < 0 || place >= count) return false;
      items[place] = other;
      return true;
    };
    if (this.running !== null && exchange(this.running)) return;
    if (this.merged !== null && exchange(this.merged)) return;
    for (let at = this.oldest; at !== null; at = at.next) if (exchange(at)) return;
  }

  /** Whether nothing is ready. */
  get empty(): boolean {
    return this.oldest === null && (this.merged === null || this.merged.count === 0);
  }

  /** How many generations wait to be run. */
  get generations(): number {
    let count = 0;
    for (let at = this.oldest; at !== null; at = at.next) count += 1;
    return count;
  }

  /** Takes the oldest generation out, to be given to `runAll`; null when nothing is ready. */
  take(): Generation | null {
    const taken = this.oldest;
    if (taken === null) return null;
    this.oldest = taken.next;
    if (taken.next === null) this.newest = null;
    taken.next = null;
    // The first of a round that was opened in it begins the next round; what it makes ready must not run in its own.
    if (taken.round === this.round) this.round += 1;
    if (this.open !== null && this.open.round !== this.round) this.open = null;
    return taken;
  }

  /** Runs what is in a taken generation. When an entry throws (which is a bug), the rest stays ready. */
  runAll(taken: Generation): void {
    const items = taken.items;
    let i = 0;
    try {
      while (i < taken.count) {
        const entry = items[i] as Runnable;
        items[i++] = undefined;
        if (this.watch === null) entry.run();
        else this.watch(entry, () => entry.run());
      }
    } finally {
      if (i < taken.count) this.putBack(taken, i);
      else this.recycle(taken);
    }
  }

  /**
   * Runs a taken generation and those that follow from it, `turns` of them (and what `moreTurns` adds), and no more once
   * `entries` have run; what is left then is an ordinary generation again. To be called only while no other one waits.
   */
  runMerged(taken: Generation, turns: number, entries: number): void {
    let running = taken;
    let next = this.spares.pop() ?? new Generation();
    let ran = 0;
    let i = 0;
    this.turns = turns;
    try {
      for (;;) {
        this.running = running;
        this.open = next;
        this.merged = next;
        const { items } = running;
        while (i < running.count) {
          const entry = items[i] as Runnable;
          items[i++] = undefined;
          if (this.watch !== null) this.watch(entry, () => entry.run());
          else {
            if (i === running.count) this.atLast = true;
            entry.run();
          }
        }
        this.atLast = false;
        ran += i;
        if (this.merged === null || next.count === 0 || ran > entries) break;
        if (--this.turns <= 0 && (this.turns = this.moreTurns()) === 0) break;
        running.count = 0;
        i = 0;
        const emptied = running;
        running = next;
        next = emptied;
      }
    } finally {
      this.running = null;
      this.atLast = false;
      // When an entry has thrown, what is left of its generation comes before what was made ready meanwhile.
      if (i < running.count) this.putBack(running, i);
      else this.recycle(running);
      if (this.merged !== null && next.count === 0) this.recycle(next);
      this.split();
    }
  }

  private putBack(taken: Generation, from: number): void {
    this.schedule();
    const rest = new Generation();
    rest.items = taken.items.slice(from, taken.count);
    rest.count = rest.items.length;
    rest.next = this.oldest;
    this.oldest = rest;
    this.newest ??= rest;
  }

  private recycle(taken: Generation): void {
    taken.count = 0;
    if (taken.items.length > keptCapacity) taken.items = new Generation().items;
    if (this.spares.length < 2) this.spares.push(taken);
  }

  /** Forgets everything; a generation that is running stops after its current entry. */
  clear(running: Generation | null): void {
    if (running !== null) running.count = 0;
    if (this.running !== null) this.running.count = 0;
    this.oldest = null;
    this.newest = null;
    this.open = null;
    if (this.merged !== null) this.merged.count = 0;
    this.merged = null;
  }
}
