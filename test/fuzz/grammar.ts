/** All rules, and fast-check's arbitrary trees over them. */
import * as fc from "fast-check";
import { calls } from "./calls.js";
import { classes } from "./classes.js";
import { branches, loops } from "./control.js";
import { expressions, leaves as simpleExpressions } from "./expressions.js";
import { functions } from "./functions.js";
import { program } from "./program.js";
import { declarations, leaves as simpleStatements } from "./statements.js";
import type { Rules, Sort, Tree } from "./tree.js";

const ruleSets: readonly (readonly [prefix: string, rules: Rules])[] = [
  ["value", simpleExpressions],
  ["expression", expressions],
  ["call", calls],
  ["do", simpleStatements],
  ["declare", declarations],
  ["branch", branches],
  ["loop", loops],
  ["function", functions],
  ["class", classes],
  ["", { program }],
];

/** Every rule by its full name, such as "loop.for". */
export const grammar: Rules = Object.fromEntries(
  ruleSets.flatMap(([prefix, rules]) =>
    Object.entries(rules).map(([name, rule]) => [prefix === "" ? name : `${prefix}.${name}`, rule]),
  ),
);

/** How deep expressions and statements are nested, counted together. */
const nesting = { maxDepth: 5, depthIdentifier: "nesting", depthSize: 3, withCrossShrink: true };
/** Rules without parts, or with an expression at most. */
const simple = new Set([
  ...Object.keys(simpleExpressions).map((name) => `value.${name}`),
  ...Object.keys(simpleStatements).map((name) => `do.${name}`),
]);
const choices = fc.tuple(fc.nat(999), fc.nat(999), fc.nat(999));

const { root } = fc.letrec<Record<Sort | "root", Tree>>((tie) => {
  const arbitrary = (name: string): fc.Arbitrary<Tree> =>
    fc
      .tuple(choices, fc.tuple(...grammar[name]!.parts.map((sort) => tie(sort))))
      .map(([numbers, parts]) => ({ rule: name, choices: numbers, parts }));
  const weighted = (sort: Sort, isLeaf: boolean): fc.WeightedArbitrary<Tree>[] =>
    Object.entries(grammar)
      .filter(([name, rule]) => name !== "program" && rule.sort === sort && simple.has(name) === isLeaf)
      .map(([name, { weight }]) => ({ arbitrary: arbitrary(name), weight }));
  // The first of the alternatives is what is taken where nothing may be nested any more.
  const nested = (sort: Sort, leaves: number): fc.Arbitrary<Tree> =>
    fc.oneof(nesting, { arbitrary: fc.oneof(...weighted(sort, true)), weight: leaves }, ...weighted(sort, false));
  return {
    expression: nested("expression", 200),
    statement: nested("statement", 110),
    block: fc
      .array(tie("statement"), { minLength: 1, maxLength: 3, size: "max" })
      .map((parts) => ({ rule: "block", choices: [], parts })),
    root: arbitrary("program"),
  };
});

export const programs: fc.Arbitrary<Tree> = root;
