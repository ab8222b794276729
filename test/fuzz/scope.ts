/** What can be said at a place in a program: which names, which jumps, whether there is a `this`. */
import type { Declared } from "./tree.js";

/** Where a jump can lead. */
export interface Target {
  readonly label: string | null;
  /** A switch and a labelled block can be left, not continued. */
  readonly isLoop: boolean;
  /** Left by `break` without a label. */
  readonly isBreakable: boolean;
}

export interface Can {
  readonly await: boolean;
  readonly yield: boolean;
  readonly return: boolean;
  readonly this: boolean;
  readonly super: boolean;
  readonly arguments: boolean;
}

/** What a method has, or rather has not: nothing of the function around it goes on in it. */
export const method: Can = { await: false, yield: false, return: true, this: true, super: false, arguments: true };

/** What surrounds a place, beside names. */
interface Place {
  readonly can: Can;
  readonly targets: readonly Target[];
  /** Names of the program's helpers that can be called here. */
  readonly helpers: readonly string[];
  /** Private names of the class around this place. */
  readonly privates: readonly string[];
  /** What the oracle's text disposes of at the end of this block. */
  readonly disposal: string | null;
}

export class Scope {
  readonly #place: Place;
  readonly initialized: Declared[];
  /** Declared in a block around this place, further down. */
  readonly pending: Declared[];

  private constructor(place: Place, initialized: readonly Declared[], pending: readonly Declared[]) {
    this.#place = place;
    this.initialized = [...initialized];
    this.pending = [...pending];
  }

  /** The outermost scope of a program. */
  static of(can: Can, declared: readonly Declared[]): Scope {
    return new Scope({ can, targets: [], helpers: [], privates: [], disposal: null }, declared, []);
  }

  get can(): Can {
    return this.#place.can;
  }

  get targets(): readonly Target[] {
    return this.#place.targets;
  }

  get helpers(): readonly string[] {
    return this.#place.helpers;
  }

  get privates(): readonly string[] {
    return this.#place.privates;
  }

  get disposal(): string | null {
    return this.#place.disposal;
  }

  /** Inside a block that declares these names. */
  block(declared: readonly Declared[], disposal: string | null = null): Scope {
    const names = new Set(declared.map(({ name }) => name));
    const others = (list: readonly Declared[]): Declared[] => list.filter(({ name }) => !names.has(name));
    return new Scope({ ...this.#place, disposal }, others(this.initialized), [...others(this.pending), ...declared]);
  }

  /** From here on these names have a value. */
  initialize(declared: readonly Declared[]): void {
    const names = new Set(declared.map(({ name }) => name));
    const remaining = this.pending.filter(({ name }) => !names.has(name));
    this.pending.splice(0, Infinity, ...remaining);
    this.initialized.push(...declared);
  }

  /** Inside something that binds these names at once. */
  binding(...names: readonly string[]): Scope {
    const declared = names.map((name) => ({ name, isConstant: false }));
    const scope = this.block(declared, this.disposal);
    scope.initialize(declared);
    return scope;
  }

  inside(target: Target): Scope {
    return this.#with({ targets: [...this.targets, target] });
  }

  withHelpers(...helpers: readonly string[]): Scope {
    return this.#with({ helpers });
  }

  withPrivates(...privates: readonly string[]): Scope {
    return this.#with({ privates });
  }

  /** Inside a function; an arrow function keeps what it does not say. */
  function(can: Partial<Can>, ...parameters: readonly string[]): Scope {
    return this.#with({ can: { ...this.can, ...can }, targets: [] }).binding(...parameters);
  }

  #with(place: Partial<Place>): Scope {
    return new Scope({ ...this.#place, ...place }, this.initialized, this.pending);
  }
}
