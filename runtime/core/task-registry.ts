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

export class TaskRegistry {
  /** Whether waiting tasks are kept alive by being listed here. */
  strong = true;
  private readonly entries: Entry[] = [];
  private strongFrom = 0;
  /** How long the list has to be for `weaken()` to look for what is gone. */
  private sweepFrom = 128;

  add(task: Registered): void {
    task.slot = this.entries.length;
    this.entries.push(task);
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
    const last = this.entries.pop() as Registered;
    if (this.entries.length === place) return;
    this.entries[place] = last;
    last.slot = place;
  }

  /** Lists weakly what is listed strongly, unless this registry is a strong one; drops what is gone. */
  weaken(): void {
    if (this.strong || this.entries.length === this.strongFrom) return;
    const sweep = this.entries.length >= this.sweepFrom;
    let kept = sweep ? 0 : this.strongFrom;
    for (let i = kept; i < this.entries.length; i += 1) {
      const entry = this.entries[i] as Entry;
      const task = entry instanceof WeakRef ? entry.deref() : entry;
      if (task === undefined) continue;
      task.slot = kept;
      this.entries[kept++] = entry instanceof WeakRef ? entry : new WeakRef(entry);
    }
    this.entries.length = kept;
    this.strongFrom = kept;
    if (sweep) this.sweepFrom = Math.max(128, 2 * kept);
  }

  /** The tasks that are alive, oldest first as far as nobody left. */
  list(): Registered[] {
    const alive: Registered[] = [];
    for (const entry of this.entries) {
      const task = entry instanceof WeakRef ? entry.deref() : entry;
      if (task !== undefined) alive.push(task);
    }
    return alive;
  }

  /** How many entries there are (some of which may be gone). */
  get size(): number {
    return this.entries.length;
  }
}
