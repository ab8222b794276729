/**
 * What the lowering core needs to know about a host AST, and nothing more.
 *
 * The core never looks inside a host node. It *asks* a dialect: what is this node (a
 * {@link ExpressionView} or {@link StatementView}, asked only along the path from a statement to a
 * suspension), which names does this file declare and use (the {@link FileVisitor} events), and how
 * is such a node built (a {@link Builder}). One mechanism writes everything back: {@link
 * Dialect.replace} copies a tree with some nodes exchanged, and keeps every other node *itself*,
 * because TypeScript rewrites imports by node identity.
 *
 *        source AST ──walk, views──▶ core ──replace, build──▶ source AST
 *
 * Host nodes are opaque objects compared by identity. A dialect for a new AST implements this file.
 */

import type { FileVisitor } from "./file-visitor.js";

export type { BindingKind, FileVisitor, ReferenceMode, ScopeKind, SuspensionKind } from "./file-visitor.js";

declare const hostNode: unique symbol;

/** A node of the host's AST. Opaque: compared by identity, kept in maps, never opened by the core. */
export interface HostNode {
  readonly [hostNode]: true;
}

/** Half-open range of offsets into the source text, or `undefined` for a synthesised node. */
export interface SourceRange {
  readonly start: number;
  readonly end: number;
}

// ------------------------------------------------------------------------------------------------
// Functions

/** Where an async function stands, which decides how it is rebuilt. */
export type FunctionKind = "declaration" | "expression" | "arrow" | "method";

/** An async function or async generator, as the core sees it. */
export interface FunctionView {
  readonly node: HostNode;
  readonly kind: FunctionKind;
  readonly isGenerator: boolean;
  /** The name a stack frame would show: own name, or the one inferred from the surrounding syntax; "" if none. */
  readonly name: string;
  /** The function's own binding identifier that its body may refer to (declaration or named expression). */
  readonly selfName: string | null;
  readonly parameters: readonly ParameterView[];
  /** Statements of the body (directives excluded), or `null` for an arrow with an expression body. */
  readonly body: readonly HostNode[] | null;
  /** The expression body of an arrow, or `null`. */
  readonly expression: HostNode | null;
  /** Directive strings at the start of the body, without quotes ("use strict", "use coroutine"). */
  readonly directives: readonly string[];
  /** Is the function's code strict (module, class, "use strict")? */
  readonly isStrict: boolean;
}

/** Where an async function stands, and who can see it. */
export interface Standing {
  /** Its `name` property, as far as the source decides it: `null` when it depends on a computed key. */
  readonly name: string | null;
  /** Is it called where it stands, `(async () => {})()`? */
  readonly isCallee: boolean;
  /** The identifier declared by the `const` or `let` that has it as initializer. */
  readonly variable: HostNode | null;
  /** For a declaration that does not stand at the top of the file: the first statement of its list (directives aside). */
  readonly firstStatement: HostNode | null;
  /** The statement at the top of the file that is this declaration, or declares a variable with it as initializer. */
  readonly statement: HostNode | null;
  /** For a method that can be read again under a known key, and that no decorator may exchange. */
  readonly home: {
    /** The object literal or the class. */
    readonly owner: HostNode;
    readonly place: "object" | "prototype" | "static";
    /** Is it a class declared at the top of the file, which is evaluated once? */
    readonly isOnce: boolean;
    /** `[Symbol.x]` is the one computed key; `object` is its identifier `Symbol`. */
    readonly key: string | { readonly symbol: string; readonly object: HostNode };
  } | null;
}

export interface ParameterView {
  readonly node: HostNode;
  /** `true` for a plain identifier, with or without a default. */
  readonly isIdentifier: boolean;
  readonly isRest: boolean;
  readonly hasDefault: boolean;
  /**
   * Can evaluating this parameter throw or have an effect? False for identifiers, for identifiers with a
   * literal default (`1`, `"a"`, `null`, `undefined`, `{}`, `[]`, a function or arrow), and for `...rest`.
   */
  readonly mayThrow: boolean;
}

// ------------------------------------------------------------------------------------------------
// Expressions

/**
 * How a slot's value is kept when a later slot suspends.
 *
 * - `value`   `t = slot`
 * - `spread`  the slot is `...x` in an array, call or `new`; node is `x`; kept as `t = [...x]`
 * - `objectSpread` the slot is `...x` in an object literal or JSX attributes; node is `x`; kept as `t = { ...x }`
 * - `key`     a computed property key; node is the expression in the brackets; kept as `t = toKey(x)`
 * - `text`    a template substitution; kept as `` t = `${x}` ``
 */
export type SlotKind = "value" | "spread" | "objectSpread" | "key" | "text";

/** One operand: a child expression that `replace` can exchange for another expression. */
export interface Slot {
  readonly node: HostNode;
  readonly kind: SlotKind;
  /** The name a function without one gets here: that of its property. */
  readonly name?: string | undefined;
}

export type LogicalOperator = "&&" | "||" | "??";

/**
 * What an expression is. Everything the core does not need to know is `operands`: evaluate the slots from
 * left to right exactly once, then something that cannot suspend.
 */
export type ExpressionView =
  | { readonly kind: "await"; readonly argument: HostNode }
  | { readonly kind: "yield"; readonly argument: HostNode | null }
  | { readonly kind: "yieldStar"; readonly argument: HostNode }
  /** Literals, unary, binary, templates, arrays, objects, `new`, `import()`, JSX, class expressions (heritage and computed keys), … */
  | { readonly kind: "operands"; readonly slots: readonly Slot[] }
  | MemberView
  | CallView
  /** A whole chain containing at least one `?.`, outermost node first asked. */
  | OptionalChainView
  | { readonly kind: "logical"; readonly operator: LogicalOperator; readonly left: HostNode; readonly right: HostNode }
  | {
      readonly kind: "conditional";
      readonly test: HostNode;
      readonly consequent: HostNode;
      readonly alternate: HostNode;
    }
  | { readonly kind: "sequence"; readonly expressions: readonly HostNode[] }
  /** `operator` is "=" or the compound operator without its "=" ("+", "**", "&&", "??"). The target may be a pattern when it is "=". */
  | { readonly kind: "assign"; readonly operator: string; readonly target: HostNode; readonly value: HostNode }
  | { readonly kind: "update"; readonly operator: "++" | "--"; readonly prefix: boolean; readonly target: HostNode }
  | { readonly kind: "delete"; readonly target: HostNode }
  /** Parentheses, `as`, `!`, `satisfies`, `<T>x`: evaluates to `inner`, keeps references (`(o.m)(x)` has `this`). */
  | { readonly kind: "transparent"; readonly inner: HostNode }
  /** An identifier reference. */
  | { readonly kind: "identifier"; readonly name: string }
  /** Something whose value no later effect can change and whose evaluation has none: literal, `this`, function, regular expression excluded. */
  | { readonly kind: "constant" }
  /** A nested function, or an identifier-free leaf the core need not split: left as written. */
  | { readonly kind: "opaque" };

/** `object.name`, `object[property]`, `object.#name`, `super.name`, `super[property]`. Not part of an optional chain. */
export interface MemberView {
  readonly kind: "member";
  /** As written after the dot, `#` included; `null` for brackets. */
  readonly name: string | null;
  /** `null` for `super`. */
  readonly object: HostNode | null;
  /** The expression in brackets, or `null` for a dotted or private name. */
  readonly property: HostNode | null;
}

export interface CallView {
  readonly kind: "call";
  readonly callee: HostNode;
  readonly arguments: readonly Slot[];
  /** For a tagged template: the tag is `callee`, the substitutions are `arguments` (kind "value"). */
  readonly isTemplate: boolean;
  /** A syntactic `eval(...)`, parentheses aside. */
  readonly isDirectEval: boolean;
}

/** `base?.a.b?.[k](x)`: `links` from the inside out. */
export interface OptionalChainView {
  readonly kind: "optionalChain";
  /** The innermost expression, before the first link. `null` for `super`. */
  readonly base: HostNode | null;
  readonly links: readonly ChainLink[];
}

export type ChainLink =
  | {
      readonly kind: "member";
      readonly optional: boolean;
      /** As written after the dot; "#x" when private. */ readonly name: string;
      readonly node: HostNode;
    }
  | { readonly kind: "index"; readonly optional: boolean; readonly property: HostNode; readonly node: HostNode }
  | { readonly kind: "call"; readonly optional: boolean; readonly arguments: readonly Slot[]; readonly node: HostNode };

// ------------------------------------------------------------------------------------------------
// Patterns

/** A binding or assignment target. */
export type PatternView =
  /** A declared name (binding pattern) or an identifier assigned to. `node` is the identifier. */
  | { readonly kind: "name"; readonly node: HostNode; readonly name: string }
  /** An assignment target that is a member expression (ask for its expression view). */
  | { readonly kind: "target"; readonly node: HostNode }
  | { readonly kind: "object"; readonly properties: readonly PatternProperty[]; readonly rest: HostNode | null }
  /** `null` is a hole. */
  | { readonly kind: "array"; readonly elements: readonly (PatternElement | null)[]; readonly rest: HostNode | null };

export interface PatternElement {
  readonly target: HostNode;
  /** The default, evaluated when the value is `undefined`. */
  readonly initializer: HostNode | null;
}

export interface PatternProperty extends PatternElement {
  /** A literal key's text (`a`, `"a b"`, `1`), or the expression in brackets. */
  readonly key:
    { readonly kind: "literal"; readonly text: string } | { readonly kind: "computed"; readonly node: HostNode };
}

// ------------------------------------------------------------------------------------------------
// Statements

export type VariableKind = "var" | "let" | "const" | "using" | "await using";

export interface Declarator {
  readonly node: HostNode;
  readonly target: HostNode;
  readonly initializer: HostNode | null;
}

export interface VariableView {
  readonly kind: "variable";
  readonly declaration: VariableKind;
  readonly declarators: readonly Declarator[];
}

export type StatementView =
  | { readonly kind: "expression"; readonly expression: HostNode }
  | VariableView
  | { readonly kind: "block"; readonly body: readonly HostNode[] }
  | { readonly kind: "if"; readonly test: HostNode; readonly consequent: HostNode; readonly alternate: HostNode | null }
  | { readonly kind: "while"; readonly test: HostNode; readonly body: HostNode }
  | { readonly kind: "doWhile"; readonly test: HostNode; readonly body: HostNode }
  | {
      readonly kind: "for";
      readonly initializer:
        | { readonly kind: "variable"; readonly node: HostNode; readonly view: VariableView }
        | { readonly kind: "expression"; readonly node: HostNode }
        | null;
      readonly test: HostNode | null;
      readonly update: HostNode | null;
      readonly body: HostNode;
    }
  | {
      readonly kind: "forIn" | "forOf" | "forAwait";
      /** A declaration (always one declarator, no initializer) or an assignment target. */
      readonly left:
        | { readonly kind: "variable"; readonly node: HostNode; readonly view: VariableView }
        | { readonly kind: "target"; readonly node: HostNode };
      readonly right: HostNode;
      readonly body: HostNode;
    }
  | {
      readonly kind: "switch";
      readonly discriminant: HostNode;
      readonly cases: readonly {
        readonly node: HostNode;
        readonly test: HostNode | null;
        readonly body: readonly HostNode[];
      }[];
    }
  | {
      readonly kind: "try";
      readonly block: HostNode;
      readonly handler: {
        readonly node: HostNode;
        readonly parameter: HostNode | null;
        readonly body: HostNode;
        /** Has the clause a `throw` statement of its own (nested functions not counted)? */
        readonly hasThrow: boolean;
        /** Does its text contain the identifier, member name or string literal `CancelledError`, a call of `isCancelled`, or a local alias of either? */
        readonly namesCancellation: boolean;
      } | null;
      readonly finalizer: HostNode | null;
    }
  | { readonly kind: "labeled"; readonly label: string; readonly body: HostNode }
  | { readonly kind: "break" | "continue"; readonly label: string | null }
  | { readonly kind: "return"; readonly argument: HostNode | null }
  | { readonly kind: "throw"; readonly argument: HostNode }
  /** A function declaration, hoisted to the top of its block. `name` is its identifier. */
  | { readonly kind: "function"; readonly name: string }
  /** A class declaration; `slots` are heritage and computed keys, in evaluation order. */
  | { readonly kind: "class"; readonly name: string; readonly slots: readonly Slot[] }
  /** Something else that declares one name and is kept as written (a TypeScript enum). */
  | { readonly kind: "declaration"; readonly name: string }
  /** Leaves no code behind (types, ambient declarations, overload signatures, empty statement). */
  | { readonly kind: "erased" }
  /** `with`: cannot hold a suspension. */
  | { readonly kind: "with" }
  /** Kept as written: `debugger`, … */
  | { readonly kind: "opaque" };

// ------------------------------------------------------------------------------------------------
// Building

/** A parameter list for a rebuilt function. */
export type NewParameters =
  | { readonly kind: "keep" }
  /** Fresh names, the last one a rest parameter if `rest`. */
  | { readonly kind: "fresh"; readonly names: readonly string[]; readonly rest: string | null };

export interface SwitchCase {
  /** State number. */
  readonly state: number;
  readonly body: readonly HostNode[];
  /** A comment for readers ("line 12: await sleep(2000)"), printed only when the compiler is asked to annotate. */
  readonly comment: string | null;
}

/** Makes host nodes. Nodes given to it may be original nodes; it parenthesises as needed. */
export interface Builder {
  identifier(name: string): HostNode;
  /** A name of the compiler's own, within something built: nobody gives it a place. */
  own(name: string): HostNode;
  /** A reference to an export of the runtime's ABI; the dialect adds the import. */
  runtime(name: string): HostNode;
  number(value: number): HostNode;
  string(value: string): HostNode;
  boolean(value: boolean): HostNode;
  undefined(): HostNode;
  array(elements: readonly HostNode[]): HostNode;
  /** `...value`, inside `array` or `call` only. */
  spread(value: HostNode): HostNode;
  /** `{ ...value }` */
  objectSpread(value: HostNode): HostNode;
  /** `{ key: value, … }` */
  object(properties: readonly { readonly key: string; readonly value: HostNode }[]): HostNode;
  /** `{ set name(parameter) { body } , get name() { return value } }`: an assignable place with hooks. */
  accessorObject(name: string, getter: readonly HostNode[], parameter: string, setter: readonly HostNode[]): HostNode;
  member(object: HostNode, name: string): HostNode;
  index(object: HostNode, property: HostNode): HostNode;
  /** `object.#name` / `object.name` / `super.name`, the property part as in the original member node. */
  memberLike(original: HostNode, object: HostNode | null, property: HostNode | null): HostNode;
  call(callee: HostNode, args: readonly HostNode[]): HostNode;
  assign(target: HostNode, operator: string, value: HostNode): HostNode;
  binary(left: HostNode, operator: string, right: HostNode): HostNode;
  not(value: HostNode): HostNode;
  conditional(test: HostNode, consequent: HostNode, alternate: HostNode): HostNode;
  sequence(expressions: readonly HostNode[]): HostNode;
  /** `delete target` */
  delete(target: HostNode): HostNode;
  /** `new.target` */
  newTarget(): HostNode;
  this(): HostNode;
  /** `(parameters) => { body }`, or `(parameters) => expression` when body is one node given as `expression`. */
  arrow(parameters: readonly string[], body: readonly HostNode[] | { readonly expression: HostNode }): HostNode;
  /** An arrow that has the parameter list and body statements of an original function (default values, patterns and all). */
  arrowWithParametersOf(original: HostNode, body: readonly HostNode[]): HostNode;
  /** The pattern of a declaration as an assignment target: `{ a, b: [c = 1] }`, or an identifier. */
  assignmentTarget(pattern: HostNode): HostNode;

  expressionStatement(expression: HostNode): HostNode;
  variable(
    kind: "let" | "const" | "var",
    declarators: readonly { readonly target: HostNode | string; readonly initializer: HostNode | null }[],
  ): HostNode;
  if(test: HostNode, consequent: readonly HostNode[], alternate: readonly HostNode[] | null): HostNode;
  block(body: readonly HostNode[]): HostNode;
  return(argument: HostNode | null): HostNode;
  throw(argument: HostNode): HostNode;
  continue(label: string | null): HostNode;
  /**
   * `label: for (;;) switch (discriminant) { cases }`; the label is left out when `null`. A case body is wrapped in a
   * block when it declares names. With `recovery`: `for (;;) try { switch … } catch (error) { body }`.
   */
  dispatchLoop(
    label: string | null,
    discriminant: HostNode,
    cases: readonly SwitchCase[],
    recovery: { readonly error: string; readonly body: readonly HostNode[] } | null,
  ): HostNode;
  /** `function name(parameters) { body }` */
  functionDeclaration(name: string, parameters: readonly string[], body: readonly HostNode[]): HostNode;

  /**
   * The original function, no longer async or a generator, with a new body (directives kept, except this project's
   * own). `name`: its own name when it had none.
   */
  rebuildFunction(
    original: HostNode,
    parameters: NewParameters,
    body: readonly HostNode[],
    name: string | null,
  ): HostNode;
  /** A function declaration as an expression with this name, or none. */
  functionExpression(declaration: HostNode, name: string | null): HostNode;
  /** A class with one more static private field, before everything else in it. */
  withStaticField(original: HostNode, name: string, value: HostNode): HostNode;

  /** Gives a built node the source position and comments of an original one. Returns it. */
  at<T extends HostNode>(built: T, original: HostNode): T;
  /** Marks where a built expression comes from, without comments. Returns it. */
  mapped<T extends HostNode>(built: T, original: HostNode): T;
}

/** What an import is called where it comes from: `*` for the whole module, `default` for its default export. */
export interface ImportedName {
  readonly module: string;
  readonly name: string;
}

/** What has an expression as its initializer: the target of a declarator, or a field of a class. */
export type Keeper =
  | { readonly kind: "variable"; readonly target: HostNode }
  | { readonly kind: "field"; readonly owner: HostNode; readonly name: string };

/** What is known of the code around a class. */
export interface ClassSurroundings {
  readonly isStrict: boolean;
  suspends(node: HostNode): boolean;
  /** Is the identifier a variable that may be assigned to, in strict code as in sloppy? */
  isVariable(identifier: HostNode): boolean;
  /** Does the identifier mean a class, seen from inside of it? */
  isOwnName(identifier: HostNode): boolean;
}

/** Everything the core asks of a host AST. */
export interface Dialect {
  readonly build: Builder;
  /** The file's name as it should appear in stack frames: relative to the project, with "/" separators. */
  readonly fileName: string;
  readonly sourceText: string;

  /** Reports the whole file to `visitor`, in source order. */
  walk(visitor: FileVisitor): void;

  /** Only for nodes reported as async by `functionStart`. */
  functionView(node: HostNode): FunctionView;
  /** Only for nodes reported as async by `functionStart`. */
  standing(node: HostNode): Standing;
  /** Is this identifier what a call calls, parentheses aside? */
  isCallee(identifier: HostNode): boolean;
  /** The node around it; `null` for the file. */
  parent(node: HostNode): HostNode | null;
  /** Is it a static member of a class? */
  isStatic(member: HostNode): boolean;
  /** Is it the constructor of a `new`, parentheses not counted? */
  isConstructor(node: HostNode): boolean;
  /** What has the expression as its initializer, parentheses aside. */
  keeper(expression: HostNode): Keeper | null;
  /**
   * What a declared name imports: by a declaration, by `import x = require("m")`, or as the variable of a `require("m")`
   * or `await import("m")`.
   */
  importedName(identifier: HostNode): ImportedName | null;
  expressionView(node: HostNode): ExpressionView;
  statementView(node: HostNode): StatementView;
  patternView(node: HostNode): PatternView;
  /** ECMAScript's IsAnonymousFunctionDefinition: a function, arrow or class without a name of its own (parentheses aside). */
  isAnonymousFunction(node: HostNode): boolean;

  /**
   * A part of a class's heritage, keys or decorators that would mean something else outside of the class, where it is
   * evaluated when one behind it suspends: a name of the class, private or its own, or, in sloppy code, what class code
   * forbids.
   */
  boundInClass(node: HostNode, around: ClassSurroundings): HostNode | null;

  /** Where the node's own code starts and ends (no leading comments). */
  range(node: HostNode): SourceRange | undefined;
  /** 1-based line and column of an offset. */
  position(offset: number): { readonly line: number; readonly column: number };

  /**
   * A copy of the tree in which each node for which `exchange` answers is replaced by the answer (not
   * searched further), and every unaffected node is the very same object. Handles the places where a plain
   * exchange would be wrong: shorthand properties, JSX tags and children, patterns, a statement exchanged for
   * several. `exchange` may answer an array for a statement that stands in a statement list (elsewhere the dialect
   * wraps it in a block). Nested functions are searched too.
   */
  replace(node: HostNode, exchange: (node: HostNode) => HostNode | readonly HostNode[] | undefined): HostNode;

  /** A `var` declaration (as reported by `variableStatement`) as assignments: a statement list, an expression (or null) for a `for` head, a target for `for-in/of`. */
  variableAsAssignments(node: HostNode): readonly HostNode[];

  /** A new name based on `base` that occurs nowhere in the file and was not handed out before (`base`, else `base_1`, …). */
  uniqueName(base: string): string;
}
