/**
 * The intermediate representation: a function as basic blocks whose operands are host nodes left as
 * written, with *holes* where something had to be taken out.
 *
 *     [source]                          [ir]
 *     const a = f(x, await g());        b0:  callee := f          x := x
 *     return a + 1;                          await g() -> b1
 *                                       b1:  const a = f(x, await g())   where f=callee x=x await g()=sent
 *                                            return a + 1
 *
 * Nothing here names a TypeScript or Babel node kind. A block ends in exactly one terminator; a suspension is
 * a terminator, so no operation inside a block can suspend.
 */
import type { HostNode } from "./dialect.js";
import type { Binding, Scope } from "./scope.js";

/** A value the compiler keeps: an operand saved across a suspension, an iterator, a pending completion. */
export interface Temp {
  readonly kind: "temp";
  readonly id: number;
  /** What it holds, for its name. */
  readonly hint: string;
}

/** What liveness follows. */
export type Variable = Temp | Binding;

export type Expr =
  /** As written, with the nodes in `holes` exchanged. */
  | { readonly kind: "host"; readonly node: HostNode; readonly holes: ReadonlyMap<HostNode, Expr> }
  | Temp
  /** A binding of the function, wherever it lives. */
  | { readonly kind: "binding"; readonly binding: Binding }
  /** The activation, `$`. */
  | { readonly kind: "activation" }
  /** The value the step was resumed with. */
  | { readonly kind: "sent" }
  /** The value `this` has in the function. */
  | { readonly kind: "this" }
  | { readonly kind: "undefined" }
  | { readonly kind: "literal"; readonly value: string | number | boolean }
  /** The number of a block, for a pending completion. */
  | { readonly kind: "state"; block: Block }
  /** A call of an ABI function. */
  | { readonly kind: "runtime"; readonly name: string; readonly args: readonly Expr[] }
  /** A method of an ABI object; `object === null` is the activation. */
  | { readonly kind: "method"; readonly object: Expr | null; readonly name: string; readonly args: readonly Expr[] }
  /** A function or class that is to have this name (`{ name: value }.name`), or none: `(0, value)`. */
  | { readonly kind: "named"; readonly name: string | null; readonly value: Expr }
  | { readonly kind: "field"; readonly object: Expr; readonly name: string }
  | { readonly kind: "index"; readonly object: Expr; readonly property: Expr }
  /** The property part of `original` on other operands. */
  | {
      readonly kind: "member";
      readonly original: HostNode;
      readonly object: Expr | null;
      readonly property: Expr | null;
    }
  | { readonly kind: "call"; readonly callee: Expr; readonly args: readonly Expr[] }
  | { readonly kind: "array"; readonly elements: readonly Expr[] }
  | { readonly kind: "spread"; readonly value: Expr }
  | { readonly kind: "objectSpread"; readonly value: Expr }
  | { readonly kind: "binary"; readonly operator: string; readonly left: Expr; readonly right: Expr }
  | { readonly kind: "not"; readonly value: Expr }
  | { readonly kind: "delete"; readonly target: Expr }
  /** An assignment as an expression. `target` is a host target (name, member with holes, or pattern), a temp, or a member. */
  | { readonly kind: "assign"; readonly target: Expr; readonly operator: string; readonly value: Expr };

/** A jump out of a statement that is otherwise left as written. */
export interface Leap {
  readonly ops: readonly Op[];
  readonly terminator: Goto | Return;
}

export type Op =
  /** A statement as written; the jumps in `leaps` leave it for a block. */
  | { readonly kind: "host"; readonly node: HostNode; readonly leaps: ReadonlyMap<HostNode, Leap> }
  /** Evaluated for its effect. */
  | { readonly kind: "effect"; readonly value: Expr; readonly origin: HostNode | null }
  | { readonly kind: "temp"; readonly temp: Temp; readonly value: Expr; readonly origin: HostNode | null }
  /** A declaration: `pattern = value`. `value === null`: `let x;`. */
  | {
      readonly kind: "declare";
      readonly declaration: "let" | "const" | "var";
      readonly pattern: HostNode;
      readonly value: Expr | null;
      readonly origin: HostNode;
    }
  /** A class, block-level function or enum declaration, as written. `holes` for spilled heritage and keys. */
  | {
      readonly kind: "named";
      readonly node: HostNode;
      readonly binding: Binding;
      readonly holes: ReadonlyMap<HostNode, Expr>;
    }
  /** Where errors of what follows go: a block, or out of the function. */
  | { readonly kind: "handler"; readonly block: Block | null }
  /** The bindings of a scope come into being (`create`), or get a fresh copy for the next iteration (`copy`). */
  | { readonly kind: "scope"; readonly scope: Scope; readonly action: "create" | "copy" };

export interface Goto {
  readonly kind: "goto";
  target: Block;
}

export interface Return {
  readonly kind: "return";
  readonly value: Expr | null;
  readonly origin: HostNode | null;
}

export interface Suspend {
  readonly kind: "suspend";
  readonly how: "await" | "yield" | "delegate";
  readonly value: Expr;
  resume: Block;
  /** Where `return()` of a generator goes on; `null`: it completes at once. */
  returnTo: Block | null;
  readonly origin: HostNode | null;
}

export type Terminator =
  | Goto
  | { readonly kind: "branch"; readonly test: Expr; then: Block; else: Block }
  | Suspend
  | Return
  | { readonly kind: "throw"; readonly value: Expr; readonly origin: HostNode | null }
  /** On to the block whose number `completion` holds, one of `targets`. */
  | { readonly kind: "dispatch"; readonly completion: Temp; readonly targets: Block[] };

export class Block {
  readonly ops: Op[] = [];
  terminator: Terminator | null = null;
  /** Entered with a fresh step: after a suspension, by an error, by a generator's return. */
  isEntry = false;
  /** Must stay a block of its own (its number is taken, or it starts a fresh environment). */
  pinned = false;
  /** Where errors go while this block starts. */
  readonly handler: Block | null;
  /** Position in the layout, in source order. -1 until placed. */
  order = -1;
  /** State number. -1 until numbered. */
  state = -1;
  /** What a reader should know of it ("catch", "loop head"). */
  note: string;
  /** The suspension that resumes here. */
  origin: HostNode | null = null;

  constructor(handler: Block | null, note: string) {
    this.handler = handler;
    this.note = note;
  }
}

/** A function declaration of a body's top level, and the call that brands it. */
export interface TopFunction {
  readonly node: HostNode;
  readonly brand: Expr | null;
}

/** A function lowered to blocks. */
export interface Machine {
  readonly entry: Block;
  blocks: Block[];
  /** Scopes whose statements were taken apart: their bindings may have to leave the step. */
  readonly exploded: ReadonlySet<Scope>;
  /** Exploded scopes inside a loop of this function: captured bindings need an environment each time round. */
  readonly looped: ReadonlySet<Scope>;
  /** What is pending, an error or a returned value, while a finalizer runs that goes on where the key says. */
  readonly pendingWith: ReadonlyMap<Temp, Temp>;
  /** Function declarations of the body's top level, created before the first step. */
  readonly functions: readonly TopFunction[];
  /** The name index from which on a binding certainly has its value, in source order. */
  readonly initializedAt: ReadonlyMap<Binding, number>;
  /** For a binding declared in a `switch`: the end of its clause. Later clauses may be entered without it. */
  readonly clauseEnd: ReadonlyMap<Binding, number>;
}

export const NO_HOLES: ReadonlyMap<HostNode, Expr> = new Map();
export const NO_LEAPS: ReadonlyMap<HostNode, Leap> = new Map();
export const ACTIVATION: Expr = { kind: "activation" };
export const SENT: Expr = { kind: "sent" };
export const UNDEFINED: Expr = { kind: "undefined" };

export const host = (node: HostNode, holes: ReadonlyMap<HostNode, Expr> = NO_HOLES): Expr => ({
  kind: "host",
  node,
  holes,
});
export const runtime = (name: string, ...args: readonly Expr[]): Expr => ({ kind: "runtime", name, args });
export const method = (object: Expr | null, name: string, ...args: readonly Expr[]): Expr => ({
  kind: "method",
  object,
  name,
  args,
});
export const field = (object: Expr, name: string): Expr => ({ kind: "field", object, name });
export const literal = (value: string | number | boolean): Expr => ({ kind: "literal", value });
export const binary = (left: Expr, operator: string, right: Expr): Expr => ({ kind: "binary", operator, left, right });
export const not = (value: Expr): Expr => ({ kind: "not", value });
export const assignExpr = (target: Expr, value: Expr, operator = "="): Expr => ({
  kind: "assign",
  target,
  operator,
  value,
});

/** The blocks a terminator can go to within the same step or, for a suspension, in a later one. */
export function successors(terminator: Terminator): readonly Block[] {
  switch (terminator.kind) {
    case "goto":
      return [terminator.target];
    case "branch":
      return [terminator.then, terminator.else];
    case "suspend":
      return terminator.returnTo === null ? [terminator.resume] : [terminator.resume, terminator.returnTo];
    case "dispatch":
      return terminator.targets;
    case "return":
    case "throw":
      return [];
  }
}
