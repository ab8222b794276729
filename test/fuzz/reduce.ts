/**
 * Makes a tree smaller. From the root down, each branch is replaced by something smaller, as long as what was found
 * is still there: a block loses statements, a branch is replaced by one of its own, an expression by a number.
 * fast-check's own shrinking does not look into the middle of a tree, and stops early.
 */
import { grammar } from "./grammar.js";
import type { Sort, Tree } from "./tree.js";

/** The smallest tree found for which `holds`, as long as there is time. */
export async function reduce(tree: Tree, holds: (tree: Tree) => Promise<boolean>, time: number): Promise<Tree> {
  const end = performance.now() + time;
  let root = tree;
  const isLate = (): boolean => performance.now() > end;

  /** Is there something smaller for the branch at `path`, or for a branch of it? */
  const visit = async (path: readonly number[]): Promise<boolean> => {
    let progress = false;
    for (let again = true; again;) {
      again = false;
      for (const candidate of smaller(at(root, path))) {
        if (isLate()) return progress;
        const changed = replaced(root, path, candidate);
        if (!(await holds(changed))) continue;
        root = changed;
        again = progress = true;
        break;
      }
    }
    for (let index = 0; index < at(root, path).parts.length; index++) {
      if (await visit([...path, index])) progress = true;
    }
    return progress;
  };

  while ((await visit([])) && !isLate());
  return root;
}

function at(tree: Tree, path: readonly number[]): Tree {
  return path.reduce((inner, index) => inner.parts[index]!, tree);
}

function replaced(tree: Tree, [first, ...rest]: readonly number[], by: Tree): Tree {
  if (first === undefined) return by;
  return { ...tree, parts: tree.parts.with(first, replaced(tree.parts[first]!, rest, by)) };
}

const one: Tree = { rule: "value.number", choices: [1, 0, 0], parts: [] };

/** Trees for the same place, the smallest first. */
function* smaller(tree: Tree): Iterable<Tree> {
  const { parts, choices } = tree;
  const sort = sortOf(tree);
  if (sort === "expression" && tree.rule !== one.rule) yield one;
  if (tree.rule === "block") yield* smallerBlocks(tree);
  else if (tree.rule !== "program") yield* parts.filter((part) => sortOf(part) === sort);
  for (let index = 0; index < choices.length; index++) {
    if (choices[index] !== 0) yield { ...tree, choices: choices.with(index, 0) };
  }
}

function* smallerBlocks(block: Tree): Iterable<Tree> {
  const { parts } = block;
  if (parts.length > 0) yield { ...block, parts: [] };
  for (let index = 0; index < parts.length; index++) {
    if (parts.length > 1) yield { ...block, parts: parts.toSpliced(index, 1) };
    // What is in a statement takes its place.
    for (const inner of parts[index]!.parts) {
      if (inner.rule === "block") yield { ...block, parts: parts.toSpliced(index, 1, ...inner.parts) };
      else if (sortOf(inner) === "expression") {
        const statement: Tree = { rule: "do.log", choices: [0, 0, 0], parts: [inner] };
        if (parts[index]!.rule !== "do.log") yield { ...block, parts: parts.with(index, statement) };
      }
    }
  }
}

function sortOf(tree: Tree): Sort {
  return tree.rule === "block" ? "block" : grammar[tree.rule]!.sort;
}
