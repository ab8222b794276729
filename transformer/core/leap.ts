/**
 * Leap: what a `break`, `continue` or `return` has to pass on its way out.
 *
 * Regions nest: each `try`, loop over an iterator and block with `using` opens one. A leap walks from the
 * innermost region outward until it has left everything its target is not in:
 *
 * - a `catch` region is left by resetting the handler;
 * - a sync iterator is closed on the spot (nothing can suspend there);
 * - a `finally` has *one* copy of its body. The leap stores where to go afterwards (the number of a
 *   continuation block) and goes to the body; the body ends by going to the stored block, which goes on with
 *   the leap from outside the region.
 *
 *     [source]                                    [ir]
 *     for (;;) try { break } finally { B }        completion = 7; goto finally
 *                                                 finally: B; goto completion
 *                                                 7: goto after-the-loop
 *
 * A leap that crosses no finally is a plain goto.
 */
import { invariant } from "./errors.js";
import { Block, type Expr, type Leap, type Op, type Temp, UNDEFINED, literal, method } from "./ir.js";
import type { Temps } from "./spill.js";

/** Something a leap may have to pass. `outside` is the handler in force outside it. */
export type Region =
  | { readonly kind: "catch"; readonly outside: Block | null; readonly handler: Block }
  | {
      readonly kind: "iterator";
      readonly outside: Block | null;
      readonly handler: Block;
      readonly iterator: Temp;
      /** The loop's own head: going there closes nothing. */ readonly exempt: Block | null;
    }
  | FinallyRegion;

export interface FinallyRegion {
  readonly kind: "finally";
  readonly outside: Block | null;
  readonly handler: Block;
  /** Start of the one copy of the finalizer. */
  readonly body: Block;
  /** Holds the number of the block to go to afterwards. */
  readonly completion: Temp;
  /** Holds the error or the returned value meanwhile. */
  readonly value: Temp;
  /** Where the finalizer may go on, one per leap target. */
  readonly continuations: Map<Block | "return", Block>;
}

/** The regions around the statement being exploded, and the handlers that go with them. */
export class Leaps {
  readonly #regions: Region[] = [];
  readonly #temps: Temps;
  /** Fills a continuation block: called at once, outside the region. */
  readonly #fill: (block: Block, leap: Leap) => void;

  constructor(temps: Temps, fill: (block: Block, leap: Leap) => void) {
    this.#temps = temps;
    this.#fill = fill;
  }

  get depth(): number {
    return this.#regions.length;
  }

  /** Where an error goes from here. */
  get handler(): Block | null {
    return this.#regions.at(-1)?.handler ?? null;
  }

  /** Runs `body` inside a region. */
  within(region: Region, body: () => void): void {
    this.#regions.push(region);
    body();
    invariant(this.#regions.pop() === region, "regions nest");
  }

  /** The way from here to `target`, which lies `depth` regions deep. */
  goto(target: Block, depth: number): Leap {
    return this.#leave(this.#regions.length, depth, target, null, []);
  }

  /**
   * The way from here out of the function with `value`, which is evaluated first: an error in it still belongs
   * to the regions it stands in.
   */
  return(value: Expr | null): Leap {
    const ops: Op[] = [];
    const innermost = this.#regions.findLast((region) => region.kind !== "catch");
    if (innermost === undefined) return this.#leave(this.#regions.length, 0, "return", value, ops);
    // Every return that has code to run carries a value, so that all of them can go on the same way.
    const kept = innermost.kind === "finally" ? innermost.value : this.#temps.make("result");
    ops.push({ kind: "temp", temp: kept, value: value ?? UNDEFINED, origin: null });
    return this.#leave(this.#regions.length, 0, "return", kept, ops);
  }

  /** Would a `return` here run a finalizer or close an iterator? */
  get returnLeaps(): boolean {
    return this.#regions.some((region) => region.kind !== "catch");
  }

  #leave(from: number, depth: number, target: Block | "return", value: Expr | null, ops: Op[]): Leap {
    let handlerChanged = false;
    for (let index = from - 1; index >= depth; index--) {
      const region = this.#regions[index];
      invariant(region !== undefined, "a region at every depth");
      handlerChanged = true;
      if (region.kind === "catch") continue;
      if (region.kind === "iterator" && region.exempt === target) continue;
      ops.push({ kind: "handler", block: region.outside });
      handlerChanged = false;
      if (region.kind === "iterator") {
        ops.push({ kind: "effect", value: method(region.iterator, "close", literal(false)), origin: null });
        continue;
      }
      if (value !== null && value !== region.value) ops.push({ kind: "temp", temp: region.value, value, origin: null });
      const next = this.#continuation(region, index, depth, target);
      ops.push({ kind: "temp", temp: region.completion, value: { kind: "state", block: next }, origin: null });
      return { ops, terminator: { kind: "goto", target: region.body } };
    }
    if (target === "return") return { ops, terminator: { kind: "return", value, origin: null } };
    if (handlerChanged)
      ops.push({ kind: "handler", block: depth === 0 ? null : (this.#regions[depth - 1]?.handler ?? null) });
    return { ops, terminator: { kind: "goto", target } };
  }

  #continuation(region: FinallyRegion, index: number, depth: number, target: Block | "return"): Block {
    const known = region.continuations.get(target);
    if (known !== undefined) return known;
    const rest = this.#leave(index, depth, target, target === "return" ? region.value : null, []);
    const isPlain = rest.ops.length === 0 && rest.terminator.kind === "goto";
    const block = isPlain
      ? rest.terminator.target
      : new Block(region.outside, target === "return" ? "return after finally" : "go on after finally");
    block.pinned = true;
    region.continuations.set(target, block);
    if (!isPlain) this.#fill(block, rest);
    return block;
  }
}
