/**
 * An immutable map from variables to values. Programs have a handful of context variables and set them often (once per
 * request, say), so it is a flat list that is copied and searched from its beginning; an index is made once it is long.
 *
 *     entries   [userVar, "ada", requestVar, 17]
 */

/** Stands for a value that is not there. */
export const missing: unique symbol = Symbol("missing");

/** Lists up to this length, two for each variable, are searched without an index. */
const short = 16;

export class Store {
  private readonly entries: readonly unknown[];
  /** Where each variable stands; null: not asked for. */
  private index: ReadonlyMap<unknown, number> | null;

  /** An empty one; others come from `with` and `without`. */
  constructor(entries: readonly unknown[] = [], index: ReadonlyMap<unknown, number> | null = null) {
    this.entries = entries;
    this.index = index;
  }

  /** The variable's value, or `missing`. */
  read(variable: object): unknown {
    const place = this.placeOf(variable);
    return place < 0 ? missing : this.entries[place + 1];
  }

  /** This store with one value changed. */
  with(variable: object, value: unknown): Store {
    const place = this.placeOf(variable);
    if (place < 0) return new Store(this.entries.length === 0 ? [variable, value] : [...this.entries, variable, value]);
    const entries = this.entries.slice();
    entries[place + 1] = value;
    return new Store(entries, this.index);
  }

  /** This store without a value for the variable. */
  without(variable: object): Store {
    const place = this.placeOf(variable);
    if (place < 0) return this;
    const entries = this.entries.slice();
    entries.splice(place, 2);
    return new Store(entries);
  }

  /** Variables and values, in the order in which they were first set. */
  get map(): ReadonlyMap<object, unknown> {
    const map = new Map<object, unknown>();
    for (let place = 0; place < this.entries.length; place += 2)
      map.set(this.entries[place] as object, this.entries[place + 1]);
    return map;
  }

  private placeOf(variable: object): number {
    const entries = this.entries;
    if (entries.length > short) return this.indexed().get(variable) ?? -1;
    for (let place = 0; place < entries.length; place += 2) if (entries[place] === variable) return place;
    return -1;
  }

  private indexed(): ReadonlyMap<unknown, number> {
    if (this.index !== null) return this.index;
    const index = new Map<unknown, number>();
    for (let place = 0; place < this.entries.length; place += 2) index.set(this.entries[place], place);
    return (this.index = index);
  }
}
