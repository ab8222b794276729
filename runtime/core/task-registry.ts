/**
 * Which tasks of a loop are not done, for `allTasks()`, clean-up and deadlock reports.
 *
 * A task registers when it first suspends and knows its place, so that it leaves in constant time: a last entry moves
 * into the gap, as the picture shows. A loop made by `run` holds its tasks strongly. The ambient loop must not: a task nobody can wake or see any
 * more is garbage there. It lists them weakly, but a weak reference is dear, so new entries are strong until `weaken()` is
 * called, when the loop is idle: only tasks that live longer than that pay for one. Weak entries stand before strong ones,
 * so that `weaken()` finds only new ones to look at; it drops what is gone whenever the list has doubled.
 *
 *     [weak … gap … last weak | strong … last strong]     last weak ─▶ gap, last strong ─▶ where last weak was
 */

/** What can be registered. */
export interface Registered {
  /** Its place in the registry; -1 when it is in none. */
  slot: number;
}

type Entry = Registered | WeakRef<Registered>;

/** Room for so many entries is kept when there are none. */
const keptCapacity = 65_536;

export class TaskRegistry {
  /** Whether waiting tasks are kept alive by being listed here. */
  strong = true;
  // Kept as long as it has been: engines shrink an array that runs empty, and growing it again costs more than a call.
  private entries: (Entry | undefined)[] = [];
  private count = 0;
  private strongFrom = 0;
  /** How long the list has to be for `weaken()` to look for what is gone. */
  private sweepFrom = 128;

  add(task: Registered): void {
    const place = this.count++;
    task.slot = place;
    if (place < this.entries.length) this.entries[place] = task;
    else this.entries.push(task);
  }

  remove(task: Registered): void {
    const gap = task.slot;
    task.slot = -1;
    if (gap >= this.strongFrom) {
      this.fillFromEnd(gap);
      return;
    }
    let moved: Registered | undefined;
    do {
      const boundary = --this.strongFrom;
      const last = this.entries[boundary] as WeakRef<Registered>;
      this.fillFromEnd(boundary);
      if (boundary === gap) return;
      moved = last.deref();
      if (moved === undefined) continue;
      this.entries[gap] = last;
      moved.slot = gap;
    } while (moved === undefined);
  }

  /** Moves the last entry, which is strong unless it stands there itself, to a place that is free. */
  private fillFromEnd(place: number): void {
    const end = --this.count;
    if (end !== place) {
      const last = this.entries[end] as Registered;
      this.entries[place] = last;
      last.slot = place;
    }
    this.entries[end] = undefined;
    if (end === 0 && this.entries.length > keptCapacity) this.entries = [];
  }

  /** Lists weakly what is listed strongly, unless this registry is a strong one; drops what is gone. */
  weaken(): void {
    if (this.strong || this.count === this.strongFrom) return;
    const sweep = this.count >= this.sweepFrom;
    let kept = sweep ? 0 : this.strongFrom;
    for (let i = kept; i < this.count; i += 1) {
      const entry = this.entries[i] as Entry;
      const task = entry instanceof WeakRef ? entry.deref() : entry;
      if (task === undefined) continue;
      task.slot = kept;
      this.entries[kept++] = entry instanceof WeakRef ? entry : new WeakRef(entry);
    }
    this.entries.fill(undefined, kept, this.count);
    this.count = kept;
    this.strongFrom = kept;
    if (sweep) this.sweepFrom = Math.max(128, 2 * kept);
  }

  /** The tasks that are alive, oldest first as far as nobody left. */
  list(): Registered[] {
    const alive: Registered[] = [];
    for (let i = 0; i < this.count; i += 1) {
      const entry = this.entries[i] as Entry;
      const task = entry instanceof WeakRef ? entry.deref() : entry;
      if (task !== undefined) alive.push(task);
    }
    return alive;
  }

  /** How many entries there are (some of which may be gone). */
  get size(): number {
    return this.count;
  }
}
