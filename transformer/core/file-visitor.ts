/**
 * Walking a file: scopes, names, suspensions and jumps, as a dialect reports them.
 */
import type { HostNode } from "./dialect.js";

export type ScopeKind = "function" | "block" | "catch" | "class" | "module";

/**
 * How a name is bound.
 * - `self`: the name of a function or class expression, or of a class inside its own body.
 * - `import`: an import binding. `enum`: any other TypeScript value declaration (enum, namespace, import-equals).
 */
export type BindingKind =
  "parameter" | "var" | "let" | "const" | "using" | "class" | "function" | "catch" | "self" | "import" | "enum";

export type ReferenceMode = "read" | "write" | "update";

/** A suspension as the walker meets it. */
export type SuspensionKind = "await" | "yield" | "yieldStar" | "forAwait" | "awaitUsing";

/**
 * Receives a whole file once, in source order. Types are not reported; property names and labels are not
 * references. Rules:
 *
 * - `enter`/`leave` bracket every statement, expression, declarator, pattern, clause and function node.
 * - `scope`/`endScope`: a function scope holds its parameters *and* its body's top level (the body block
 *   opens no scope of its own, an arrow's expression body neither). A `for` head with `let`/`const` opens a
 *   block scope around the whole loop; its body block opens another. A `switch` opens one block scope around
 *   its cases. A catch clause opens a `catch` scope (parameter) and its body block a block scope. A class opens
 *   a `class` scope holding its `self` name. A named function expression's `self` name is declared in the
 *   function's own scope, before the parameters.
 * - `declare` may come after a reference to the same name; resolution is done when the scope ends. `var`
 *   and sloppy-mode hoisting to the function scope is done by the receiver: report the kind and where it stands.
 * - `reference` is reported for each identifier that reads or writes a variable. A declarator `let x = 1`
 *   is `declare(x)`, not a reference; so is a binding pattern's name.
 * - `functionStart`/`functionEnd` bracket every function-like node whose body has its own `return`
 *   (methods, accessors, constructors, static blocks and field initialisers included); `isAsync` only for those
 *   with a body to lower.
 * - `suspension` is reported between enter and leave of the node that suspends, for the innermost function.
 * - `jump` for each break, continue and return statement; `direct eval` through `eval`.
 * - `variableStatement` for each `var` declaration (statement, `for` head, `for-in/of` head).
 */
export interface FileVisitor {
  enter(node: HostNode): void;
  leave(node: HostNode): void;
  scope(kind: ScopeKind, node: HostNode): void;
  endScope(node: HostNode): void;
  functionStart(node: HostNode, isAsync: boolean, isGenerator: boolean, isArrow: boolean): void;
  functionEnd(node: HostNode): void;
  declare(name: string, kind: BindingKind, identifier: HostNode): void;
  /** Behind a declarator or class declaration: what it declares has its value from here on. */
  declared(node: HostNode): void;
  reference(name: string, identifier: HostNode, mode: ReferenceMode): void;
  /** What the identifier has just been given, in a declaration or an assignment, is a 32-bit integer (`x | 0`, `7`). */
  int32(identifier: HostNode): void;
  suspension(kind: SuspensionKind, node: HostNode): void;
  jump(kind: "break" | "continue" | "return", node: HostNode, label: string | null): void;
  variableStatement(node: HostNode, position: "statement" | "forInit" | "forInOf"): void;
  eval(node: HostNode): void;
  /** `this`, `super`, `arguments` or `new.target`: what a function has from its call. `self`: the node, if it is `this`. */
  receiver(self: HostNode | null): void;
  /** `with` statements are reported so that they can be refused. */
  with(node: HostNode): void;
  /** A function declared as the arm of an `if`, without braces (sloppy code). */
  bareFunction(node: HostNode): void;
}
