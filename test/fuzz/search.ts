/** Looks for programs that differ: makes them from seeds, and makes those that are found small. */
import * as fc from "fast-check";
import { difference, isExact, type Mode } from "./differ.js";
import { grammar, programs } from "./grammar.js";
import { writeProgram } from "./program.js";
import { reduce } from "./reduce.js";
import type { Tree } from "./tree.js";

export interface Finding {
  readonly seed: number;
  /** fast-check's way to the smaller program. */
  readonly path: string;
  readonly text: string;
  readonly difference: string;
}

export interface Findings {
  /** Programs compared. */
  readonly compared: number;
  /** Programs which the engine or TypeScript refuses, or that are too long. */
  readonly skipped: number;
  readonly findings: readonly Finding[];
}

/** Characters of the longest program. */
const maxLength = 11_000;
/** Milliseconds for each of the two ways to make a program smaller. */
const shrinkingTime = 15_000;

/** Every seed is one program. */
function treeOf(seed: number): Tree {
  return fc.sample(programs, { seed, numRuns: 1 })[0]!;
}

export function textOf(seed: number, mode: Mode): string {
  return writeProgram(treeOf(seed), grammar, !isExact(mode));
}

export async function search(
  first: number,
  count: number,
  mode: Mode,
  onFinding: (finding: Finding) => void = () => {},
): Promise<Findings> {
  const findings: Finding[] = [];
  let [compared, skipped] = [0, 0];
  for (let seed = first; seed < first + count; seed++) {
    const tree = treeOf(seed);
    const found = await examine(tree, mode);
    if (found === undefined) skipped++;
    else compared++;
    if (found === undefined || found === null) continue;
    const finding = await shrink(seed, tree, found, mode);
    findings.push(finding);
    onFinding(finding);
  }
  return { compared, skipped, findings };
}

/** How the program differs; `null` when it does not, `undefined` when it cannot be compared. */
async function examine(tree: Tree, mode: Mode): Promise<string | null | undefined> {
  const text = writeProgram(tree, grammar, !isExact(mode));
  return text.length > maxLength ? undefined : await difference(text, mode);
}

async function shrink(seed: number, tree: Tree, found: string, mode: Mode): Promise<Finding> {
  const differs = async (smaller: Tree): Promise<boolean> => typeof (await examine(smaller, mode)) === "string";
  const property = fc.asyncProperty(programs, async (smaller) => !(await differs(smaller)));
  const { counterexamplePath, counterexample } = await fc.check(property, {
    seed,
    numRuns: 1,
    interruptAfterTimeLimit: shrinkingTime,
  });
  const smallest = await reduce(counterexample?.[0] ?? tree, differs, shrinkingTime);
  return {
    seed,
    path: counterexamplePath ?? "",
    text: writeProgram(smallest, grammar, !isExact(mode)),
    difference: (await examine(smallest, mode)) ?? found,
  };
}
