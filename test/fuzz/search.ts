/** Looks for programs that differ: makes them from numbers, and makes those that are found small. */
import * as fc from "fast-check";
import { difference, isExact, type Mode } from "./differ.js";
import { grammar, programs } from "./grammar.js";
import { type ProgramText, writeProgram } from "./program.js";
import { reduce } from "./reduce.js";
import type { Tree } from "./tree.js";

export interface Finding {
  /** Which program of the seed. */
  readonly program: number;
  readonly text: string;
  readonly difference: string;
}

/** Characters of the longest program. */
const maxLength = 8_000;
/** Milliseconds to make a program smaller. */
const shrinkingTime = 60_000;

/** Programs of a seed, by number. Each is made by itself, so that one can be seen again alone. */
function treeOf(seed: number, program: number): Tree {
  // Neighbouring seeds of the generator begin alike.
  const mixed = Math.imul(Math.imul(seed, 0x85ebca6b) ^ program, 0x9e3779b1);
  return fc.sample(fc.noBias(programs), { seed: mixed ^ (mixed >>> 15), numRuns: 1 })[0]!;
}

export function textOf(seed: number, program: number, mode: Mode): string {
  return writeProgram(treeOf(seed, program), grammar, isExact(mode)).source;
}

/**
 * Compares one program.
 *
 * @returns `null` when it does not differ, `undefined` when it was not compared: it is too long, or TypeScript
 *   refuses it
 */
export async function search(seed: number, program: number, mode: Mode): Promise<Finding | null | undefined> {
  const tree = treeOf(seed, program);
  const found = await examine(tree, mode);
  if (typeof found !== "string") return found;
  const holds = async (smaller: Tree): Promise<boolean> => typeof (await examine(smaller, mode)) === "string";
  const smallest = await reduce(tree, holds, shrinkingTime);
  return { program, text: write(smallest, mode).source, difference: (await examine(smallest, mode)) ?? found };
}

/** Does a program differ? It is not made small. */
export async function differs(seed: number, program: number, mode: Mode): Promise<boolean> {
  return typeof (await examine(treeOf(seed, program), mode)) === "string";
}

/** How the program differs; `null` when it does not, `undefined` when it cannot be compared. */
async function examine(tree: Tree, mode: Mode): Promise<string | null | undefined> {
  const text = write(tree, mode);
  return text.source.length > maxLength ? undefined : await difference(text, mode);
}

function write(tree: Tree, mode: Mode): ProgramText {
  return writeProgram(tree, grammar, isExact(mode));
}
