/** The few names that declarations choose from, so that blocks shadow each other's. */
import type { Scope } from "./scope.js";
import type { Declared, Node } from "./tree.js";

const names = ["a", "b", "c", "d"];

export const nameOf = (n: Node, choice = 0): string => n.pick(choice, names);
export const otherName = (n: Node): string => names[(names.indexOf(nameOf(n)) + 1 + n.number(1, 3)) % names.length]!;
export const isConstant = (n: Node): boolean => n.number(2, 3) === 1;
export const keyword = (n: Node): string => (isConstant(n) ? "const" : "let");
export const both = (n: Node): Declared[] =>
  [nameOf(n), otherName(n)].map((name) => ({ name, isConstant: isConstant(n) }));

/** Defaults in a pattern see its names before they have values. */
export function withDead(n: Node, ...dead: string[]): Scope {
  return n.scope.block(
    dead.map((name) => ({ name, isConstant: false })),
    n.scope.disposal,
  );
}
