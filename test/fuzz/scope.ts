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

export const nothing: Can = {
  await: false,
  yield: false,
  return: false,
  this: false,
  super: false,
  arguments: false,
};

export class Scope {
  readonly initialized: Declared[];
  /** Declared in a block around this place, further down. */
  readonly pending: Declared[];
  readonly can: Can;
  readonly targets: readonly Target[];
  /** Names of the program's helpers that can be called here. */
  readonly helpers: readonly string[];

  constructor(
    initialized: readonly Declared[],
    can: Can,
    helpers: readonly string[],
    pending: readonly Declared[] = [],
    targets: readonly Target[] = [],
  ) {
    this.initialized = [...initialized];
    this.pending = [...pending];
    this.can = can;
    this.targets = targets;
    this.helpers = helpers;
  }

  /** Inside a block that declares these names. */
  block(declared: readonly Declared[]): Scope {
    const names = new Set(declared.map(({ name }) => name));
    const others = (list: readonly Declared[]): Declared[] => list.filter(({ name }) => !names.has(name));
    return new Scope(
      others(this.initialized),
      this.can,
      this.helpers,
      [...others(this.pending), ...declared],
      this.targets,
    );
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
    const scope = this.block(declared);
    scope.initialize(declared);
    return scope;
  }

  inside(target: Target): Scope {
    return new Scope(this.initialized, this.can, this.helpers, this.pending, [...this.targets, target]);
  }

  /** Inside a function; an arrow function keeps what it does not say. */
  function(can: Partial<Can>, ...parameters: readonly string[]): Scope {
    return new Scope(this.initialized, { ...this.can, ...can }, this.helpers, this.pending, []).binding(...parameters);
  }
}
