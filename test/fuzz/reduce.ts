/**
 * Makes a tree smaller in the ways fast-check does not know: a branch takes the place of the tree it is in, and a
 * statement disappears from the middle of a block.
 */
import { grammar } from "./grammar.js";
import type { Sort, Tree } from "./tree.js";

/** The smallest tree found for which `holds`, as long as there is time. */
export async function reduce(tree: Tree, holds: (tree: Tree) => Promise<boolean>, time: number): Promise<Tree> {
  const end = performance.now() + time;
  let smallest = tree;
  for (let progress = true; progress;) {
    progress = false;
    for (const candidate of smaller(smallest)) {
      if (performance.now() > end) return smallest;
      if (!(await holds(candidate))) continue;
      smallest = candidate;
      progress = true;
      break;
    }
  }
  return smallest;
}

/** Trees with one change, the greatest changes first. */
function* smaller(tree: Tree): Iterable<Tree> {
  if (tree.rule === "block") {
    for (let index = 0; index < tree.parts.length; index++)
      yield { ...tree, parts: tree.parts.filter((_, other) => other !== index) };
    for (let index = 0; index < tree.parts.length; index++) {
      const inner = tree.parts[index]!.parts.filter(({ rule }) => rule === "block");
      for (const block of inner) yield { ...tree, parts: tree.parts.toSpliced(index, 1, ...block.parts) };
    }
  } else if (tree.rule !== "program") {
    yield* leavesOf(tree);
    const sort = sortOf(tree);
    yield* tree.parts.filter((part) => sortOf(part) === sort);
  }
  for (let index = 0; index < tree.parts.length; index++) {
    for (const part of smaller(tree.parts[index]!)) yield { ...tree, parts: tree.parts.toSpliced(index, 1, part) };
  }
  for (let index = 0; index < tree.choices.length; index++) {
    if (tree.choices[index] !== 0) yield { ...tree, choices: tree.choices.toSpliced(index, 1, 0) };
  }
}

function* leavesOf(tree: Tree): Iterable<Tree> {
  if (sortOf(tree) === "expression" && tree.rule !== "value.number")
    yield { rule: "value.number", choices: [1, 0, 0], parts: [] };
}

function sortOf(tree: Tree): Sort {
  return tree.rule === "block" ? "block" : grammar[tree.rule]!.sort;
}
