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
 * A generation is in one of three places: *open* (the newest; pushes go there), *waiting* (closed, its microtask asked
 * for), *running*. close() and take() move it on; nothing moves it back, except what a throwing entry left behind. Asking
 * for the microtask may throw (the stack overflows); so that comes first, and no generation is ever left without one.
 */
import type { Runnable } from "./runnable.js";

/** Entries that run in one go. The array is kept between uses, so that a steady program allocates nothing here. */
export class Generation {
  items: (Runnable | undefined)[] = [];
  count = 0;
  /** The one that runs after this. */
  next: Generation | null = null;
  /** The round of the host's microtasks it was opened in. */
  round = 0;
}

const keptCapacity = 4096;

/**
 * A scheduling policy: which of `n` possibilities comes about (0 to n-1; n is 2 or more). `kind` says what is chosen
 * ("ready": which ready entry runs next, the one waiting longest being 0), `label(i)` names a possibility.
 */
export type Choose = (kind: string, n: number, label: (index: number) => string) => number;

export class ReadyQueue {
  private open: Generation | null = null;
  private oldest: Generation | null = null;
  private newest: Generation | null = null;
  private round = 0;
  private spare: Generation | null = new Generation();
  private readonly schedule: () => void;
  /** Debug mode: called instead of running an entry; has to call `run`. */
  watch: ((entry: Runnable, run: () => void) => void) | null = null;
  /** Picks the entry that runs next among all that are ready; null: first in, first out. */
  choose: Choose | null = null;
  /** What is ready while somebody chooses, oldest first. */
  private readonly pool: Runnable[] = [];

  /** `schedule` is called once per generation, when its first entry arrives. */
  constructor(schedule: () => void) {
    this.schedule = schedule;
  }

  /** Appends an entry to the open generation. */
  push(entry: Runnable): void {
    const open = this.open;
    if (open !== null) open.items[open.count++] = entry;
    else this.begin(entry);
  }

  private begin(entry: Runnable): void {
    this.schedule();
    const made = this.spare ?? new Generation();
    this.spare = null;
    made.items[0] = entry;
    made.count = 1;
    made.round = this.round;
    this.open = made;
    if (this.newest === null) this.oldest = made;
    else this.newest.next = made;
    this.newest = made;
  }

  /** Later pushes go to a generation of their own. */
  close(): void {
    this.open = null;
  }

  /** Whether nothing is ready. */
  get empty(): boolean {
    return this.oldest === null && this.pool.length === 0;
  }

  /** How many generations wait to be run. */
  get generations(): number {
    let count = this.pool.length > 0 ? 1 : 0;
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
        this.runOne(entry);
      }
    } finally {
      if (i < taken.count) this.putBack(taken, i);
      else this.recycle(taken);
    }
  }

  private runOne(entry: Runnable): void {
    if (this.watch === null) entry.run();
    else this.watch(entry, () => entry.run());
  }

  /** Runs as many entries as are ready now, each picked by `choose` from all that are ready by then. */
  runChosen(choose: Choose): void {
    const { pool } = this;
    this.gather();
    try {
      for (let left = pool.length; left > 0 && pool.length > 0; left -= 1) {
        const picked = pool.length === 1 ? 0 : choose("ready", pool.length, (index) => nameOf(pool[index]));
        const entry = pool[picked];
        if (entry === undefined) throw new RangeError(`choose() answered ${picked}: one of 0 to ${pool.length - 1}`);
        pool.splice(picked, 1);
        this.runOne(entry);
        this.gather();
      }
    } finally {
      if (pool.length > 0) this.schedule();
    }
  }

  /** First in, first out again. */
  stopChoosing(): void {
    this.choose = null;
    if (this.pool.length > 0) this.putFirst(this.pool.splice(0));
  }

  private gather(): void {
    for (let taken = this.take(); taken !== null; taken = this.take()) {
      for (let i = 0; i < taken.count; i += 1) {
        this.pool.push(taken.items[i] as Runnable);
        taken.items[i] = undefined;
      }
      this.recycle(taken);
    }
    this.open = null;
  }

  private putBack(taken: Generation, from: number): void {
    this.schedule();
    this.putFirst(taken.items.slice(from, taken.count) as Runnable[]);
  }

  private putFirst(entries: Runnable[]): void {
    const rest = new Generation();
    rest.items = entries;
    rest.count = entries.length;
    rest.next = this.oldest;
    this.oldest = rest;
    this.newest ??= rest;
  }

  private recycle(taken: Generation): void {
    taken.count = 0;
    if (taken.items.length > keptCapacity) taken.items = [];
    this.spare = taken;
  }

  /** Forgets everything; a generation that is running stops after its current entry. */
  clear(running: Generation | null): void {
    if (running !== null) running.count = 0;
    this.oldest = null;
    this.newest = null;
    this.open = null;
    this.pool.length = 0;
  }
}

function nameOf(entry: Runnable | undefined): string {
  return entry?.describe?.() ?? entry?.constructor.name ?? "";
}
