/**
 * Names for what the compiler adds. Two functions may use the same name for their temps, so that output stays
 * short and readable; a name that a closure may see is taken from the file and given out once.
 */
import type { Dialect } from "./dialect.js";

/** Words that cannot name a variable, in strict code. */
const RESERVED = new Set(
  "arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield".split(
    " ",
  ),
);

export function isReserved(name: string): boolean {
  return RESERVED.has(name);
}

/** The names of one file. */
export class FileNames {
  readonly #dialect: Dialect;
  readonly #pools = new Map<string, string[]>();
  /** The activation: the step's first parameter. */
  readonly activation: string;
  /** What the step was resumed with: its second parameter. */
  readonly sent: string;
  /** The step's copy of the state, when it jumps. */
  readonly state: string;
  /** The label of the step's loop. */
  readonly label: string;
  /** An error that a static step caught. */
  readonly error: string;
  /** The array of a static step's variables that have no field. */
  readonly frame: string;
  /** What a method's static step has for `this`. */
  readonly self: string;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
    this.activation = dialect.uniqueName("$");
    this.sent = dialect.uniqueName("$v");
    this.state = dialect.uniqueName("$state");
    this.label = dialect.uniqueName("$step");
    this.error = dialect.uniqueName("$error");
    this.frame = dialect.uniqueName("$frame");
    this.self = dialect.uniqueName("$this");
  }

  /** A name nobody else has. */
  unique(base: string): string {
    return this.#dialect.uniqueName(base);
  }

  /** The `index`-th name based on `base`, shared by all functions of the file. */
  pooled(base: string, index: number): string {
    let pool = this.#pools.get(base);
    if (pool === undefined) this.#pools.set(base, (pool = []));
    while (pool.length <= index) pool.push(this.#dialect.uniqueName(base));
    return pool[index] ?? base;
  }
}

/** The names of one function. */
export class FunctionNames {
  readonly #next = new Map<string, number>();
  readonly file: FileNames;

  constructor(file: FileNames) {
    this.file = file;
  }

  take(base: string): string {
    const index = this.#next.get(base) ?? 0;
    this.#next.set(base, index + 1);
    return this.file.pooled(base, index);
  }
}
