/**
 * A random program as data: a tree of rules. What a rule needs to choose (a name, an operator, a jump's target) is a
 * number that is taken modulo what there is to choose from, so that every tree is a program, and a tree with a
 * branch cut off is one as well: that is what makes shrinking work.
 */
import type { Scope } from "./scope.js";

/** Expression, statement, block of statements. */
export type Sort = "expression" | "statement" | "block";

export interface Tree {
  readonly rule: string;
  readonly choices: readonly number[];
  readonly parts: readonly Tree[];
}

export interface Rule {
  readonly sort: Sort;
  /** How often, compared to the others. */
  readonly weight: number;
  readonly parts: readonly Sort[];
  readonly write: (node: Node) => string;
  /** Which names a statement brings into its block. */
  readonly declares?: (node: Node) => Declared[];
  /** Is it a `using` declaration? */
  readonly disposes: boolean;
}

export interface Declared {
  readonly name: string;
  readonly isConstant: boolean;
}

export type Rules = Readonly<Record<string, Rule>>;

/** What all nodes of a program share while it is written. */
export interface Writing {
  readonly rules: Rules;
  /** Must the program do the same whatever the order is in which concurrent functions go on? */
  readonly isolated: boolean;
  /** Are promises of the engine awaited? */
  readonly isForeign: boolean;
  readonly isSloppy: boolean;
  /** Is it the text for the engine? It says in other words what not every engine knows (`using`). */
  readonly isOracle: boolean;
  nextId: number;
}

const letters: Readonly<Record<string, Sort>> = { e: "expression", s: "statement", b: "block" };

/** `rule("expression", 3, "eeb", …)`: three times as frequent as others, with two expressions and a block. */
export function rule(
  sort: Sort,
  weight: number,
  parts: string,
  write: Rule["write"],
  declares?: Rule["declares"],
): Rule {
  const sorts = [...parts].map((letter) => letters[letter]!);
  return { sort, weight, parts: sorts, write, disposes: false, ...(declares === undefined ? {} : { declares }) };
}

/** A tree at the place where it is written. */
export class Node {
  readonly tree: Tree;
  readonly scope: Scope;
  readonly writing: Writing;

  constructor(tree: Tree, scope: Scope, writing: Writing) {
    this.tree = tree;
    this.scope = scope;
    this.writing = writing;
  }

  /** A number that nothing else in the program has. */
  id(): number {
    return this.writing.nextId++;
  }

  number(choice: number, limit: number): number {
    return this.tree.choices[choice]! % limit;
  }

  pick<T>(choice: number, from: readonly T[]): T {
    return from[this.number(choice, from.length)]!;
  }

  /** The text of the tree itself. */
  root(): string {
    return this.writing.rules[this.tree.rule]!.write(this);
  }

  /** The text of a part. */
  write(part: number, scope = this.scope): string {
    const node = this.inPart(part, scope);
    const { rule } = node.tree;
    return rule === "block" ? `{ ${writeStatements(node)} }` : node.root();
  }

  inPart(part: number, scope = this.scope): Node {
    return new Node(this.tree.parts[part]!, scope, this.writing);
  }

  /** A variable in sight, now and then one in its dead zone. */
  variable(choice: number): string {
    const { initialized, pending } = this.scope;
    const number = this.tree.choices[choice]!;
    if (pending.length > 0 && number % 23 === 22) return pending[number % pending.length]!.name;
    return initialized.length === 0 ? "0" : initialized[number % initialized.length]!.name;
  }

  /** Something that can be assigned to, now and then a constant or a name in its dead zone. */
  target(choice: number): string {
    const { initialized, pending } = this.scope;
    const number = this.tree.choices[choice]!;
    if (pending.length > 0 && number % 31 === 30) return pending[number % pending.length]!.name;
    const from = number % 29 === 28 ? initialized : initialized.filter((one) => !one.isConstant);
    return from.length === 0 || number % 7 === 6 ? "o.p" : from[number % from.length]!.name;
  }

  await(text: string): string {
    return this.scope.can.await ? `(await ${text})` : `(${text})`;
  }

  /** What makes a function written here in place asynchronous, where its result can be awaited. */
  get async(): string {
    return this.scope.can.await ? "async " : "";
  }
}

/** The statements of a block. */
export function writeStatements(node: Node): string {
  const { rules, isOracle } = node.writing;
  const taken = new Set<string>();
  const statements = node.tree.parts.map((tree) => {
    const statement = new Node(tree, node.scope, node.writing);
    const declared = rules[tree.rule]!.declares?.(statement) ?? [];
    if (declared.some(({ name }) => taken.has(name))) return { tree, declared: null };
    for (const { name } of declared) taken.add(name);
    return { tree, declared };
  });
  const disposes = statements.some(({ tree, declared }) => declared !== null && rules[tree.rule]!.disposes);
  const disposal = disposes ? `d${node.id()}` : null;
  const scope = node.scope.block(
    statements.flatMap(({ declared }) => declared ?? []),
    disposal,
  );
  const lines = statements.map(({ tree, declared }) => {
    if (declared === null) return "";
    const line = rules[tree.rule]!.write(new Node(tree, scope, node.writing));
    scope.initialize(declared);
    return line;
  });
  const text = lines.join("\n");
  return isOracle && disposal !== null && scope.can.await ? disposing(disposal, text) : text;
}

/** `using` in other words: ECMAScript's DisposeResources, each of its awaits an await. */
function disposing(name: string, text: string): string {
  const step = `${name}s`;
  return `const ${name} = disposal();
try { ${text} } catch (error) { ${name}.fail(error); } finally {
  let ${step} = ${name}.steps.next();
  while (!${step}.done) { try { ${step} = ${name}.steps.next(await ${step}.value); } catch (error) { ${step} = ${name}.steps.throw(error); } }
}`;
}
