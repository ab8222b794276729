/** Options of {@link cook}. */
export interface CookOptions {
  /** In milliseconds. */
  readonly time: number;
  readonly lid?: boolean;
}

export type Taste = "salty" | "sweet";

/** Cooks. */
export function cook(pot: Pot, options: CookOptions): Taste {
  return pot.heat(options.time);
}

/** What one cooks in. */
export class Pot {
  size = 1;

  /** @internal */
  lid = true;

  /** Makes it hot. See {@link Stove}. */
  heat(time: number): Taste {
    return time > this.#limit ? "salty" : this.taste;
  }

  get taste(): Taste {
    return "sweet";
  }

  /** Empties it. */
  static empty(): Pot {
    return new Pot();
  }

  stir(): void {}

  readonly #limit = 1000;
}
