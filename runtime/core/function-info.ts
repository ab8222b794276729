/**
 * What the compiler tells about a function: its name and file, where in the source each resume state awaits, and by which
 * rules it runs. One per function, made when the module is loaded; activations point at it.
 */

/** `order: "relaxed"`: an await of something settled continues at once. */
export const RELAXED = 1;
/** For async generators: inner awaits follow coroutine rules. */
export const COROUTINE_RULES = 2;
/** `cancellation: "catchable"`: an ordinary catch clause sees this function's own cancellation. */
export const CATCHABLE = 8;
/** The function goes on with what `$.await` gives, unless that is SUSPENDED. */
export const INLINE = 16;
/** The function awaits nothing: its step is its body, a function of its arguments. */
export const LEAF = 32;
/** Nothing is known of how the function was compiled: `$.await` always gives SUSPENDED, which every form understands. */
export const WAITS = 64;
/** A call gives a coroutine. */
export const COROUTINE = 128;

/** A method whose step takes its object as the first variable. */
export const METHOD = 256;

/** A function of the runtime that can answer who awaits a call of it without making a future (see direct-function.ts). */
export const ANSWERS = 512;

/** It answers as an async function where libraries ask (see brand.ts). */
export const BRANDED = 1024;

/** A place in the source. Line and column count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** What is known of a compiled function. */
export class FunctionInfo {
  readonly name: string;
  readonly file: string;
  readonly flags: number;
  /** For an async generator method: the function's own `prototype`, once it was branded. */
  prototype: unknown = undefined;
  /** The one function it describes, when that may be called without going through it (see direct-call.ts). */
  fn: object | null = null;
  /** What such a call starts. */
  step: ((...args: never[]) => unknown) | null = null;
  /** How many arguments that takes. */
  arity = 0;
  /** For those: how many variables have no field in the activation; they stand in an array. */
  spares = 0;
  /** A function that it calls, and its description (see direct-function.ts). */
  callee: unknown = null;
  calleeInfo: FunctionInfo | null = null;
  /** Another one, that had no description when so many were known. */
  plain: unknown = null;
  plainSince = -1;
  private positions: string | readonly number[];

  constructor(name: string, file: string, positions: string | readonly number[], flags: number) {
    this.name = name;
    this.file = file;
    this.flags = flags;
    this.positions = positions;
  }

  /** What stands in the last field when there are variables that have none: the array of those. */
  makeSpares(): unknown[] {
    return new Array<unknown>(this.spares).fill(undefined);
  }

  /** Where the await is whose resume state is `state`; for 0, not yet started, where the function is. */
  position(state: number): Position | undefined {
    let at = this.positions;
    if (typeof at === "string") this.positions = at = decode(at);
    for (let i = 0; i + 2 < at.length; i += 3) {
      if (at[i] === state) return { line: at[i + 1] as number, column: at[i + 2] as number };
    }
    return undefined;
  }

  /** `name (file:line:column)`, as engines write it in stacks. */
  describe(state: number): string {
    const at = this.position(state);
    const name = this.name === "" ? "<anonymous>" : this.name;
    return at === undefined ? `${name} (${this.file})` : `${name} (${this.file}:${at.line}:${at.column})`;
  }
}

/** `"12:3 1+2:9"` as `[0, 12, 3, 1, 14, 9]`. */
function decode(positions: string): readonly number[] {
  const flat: number[] = [];
  for (const [, state, line, column] of positions.matchAll(/(?:(\d+)\+)?(-?\d+):(\d+)/g)) {
    const isAwait = state !== undefined;
    flat.push(isAwait ? Number(state) : 0, Number(line) + (isAwait ? (flat[1] as number) : 0), Number(column));
  }
  return flat;
}

/** For a function called before its module ran, in a cycle of imports: its description is made there. */
export const undescribed = new FunctionInfo("", "", [], WAITS);
