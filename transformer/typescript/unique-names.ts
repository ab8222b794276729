/**
 * New names that collide with nothing: neither with a name of the file nor with one that was handed out before.
 */

import type ts from "typescript";
import type { TypeScript } from "./host-node.js";
import { identifiersOf } from "./internals.js";

/** Hands out the new names of one file. */
export class UniqueNames {
  readonly #taken: Set<string>;
  readonly #given: string[] = [];

  constructor(ts: TypeScript, sourceFile: ts.SourceFile) {
    this.#taken = identifiersOf(ts, sourceFile);
  }

  /** `base`, or `base_1`, `base_2`, … */
  next(base: string): string {
    let name = base;
    for (let count = 1; this.#isTaken(name); count += 1) name = `${base}_${String(count)}`;
    this.#taken.add(name);
    this.#given.push(name);
    return name;
  }

  /** It may become a private name, too. */
  #isTaken(name: string): boolean {
    return this.#taken.has(name) || this.#taken.has(`#${name}`);
  }

  /** Every name that was handed out. */
  get given(): readonly string[] {
    return this.#given;
  }
}
