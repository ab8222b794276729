/**
 * Scope: which names a file declares, which identifier means which binding, and what lies inside a node.
 *
 * The dialect reports a file once, in source order. Everything is kept in flat lists (names, and per
 * function suspensions, jumps, `var` statements), and every node remembers the *interval* of each list it
 * covers. "Does this statement await?" and "which variables does it touch?" are then two subtractions,
 * without opening the node:
 *
 *     names        x  f  y  x  g …
 *     node  a(b)      [-----)            contains names 1..3
 *
 * Resolution happens after the walk, because `var` and functions are visible before they are declared.
 */
import type {
  BindingKind,
  Dialect,
  FileVisitor,
  HostNode,
  ReferenceMode,
  ScopeKind,
  SuspensionKind,
} from "./dialect.js";
import { InternalError } from "./errors.js";

/** A declared name. */
export class Binding {
  /** Every identifier event, declarations first in source order. */
  readonly names: NameEvent[] = [];
  /** Is it read or written by a function other than the one that declares it? */
  captured = false;
  /** Is it written after its declaration? */
  written = false;
  /** The name index from which on its declaration is complete, in source order. */
  initializedFrom: number | null = null;

  readonly name: string;
  kind: BindingKind;
  readonly scope: Scope;
  readonly function: FunctionScope | null;
  /** The parameter whose name a `var` of the body has, when the two are different variables. */
  readonly parameter: Binding | null;

  constructor(name: string, kind: BindingKind, scope: Scope, parameter: Binding | null = null) {
    this.parameter = parameter;
    this.name = name;
    this.kind = kind;
    this.scope = scope;
    this.function = scope.function;
  }
}

/** One identifier: a declaration or a use. */
export interface NameEvent {
  readonly name: string;
  readonly identifier: HostNode;
  readonly mode: "declare" | ReferenceMode;
  readonly scope: Scope;
  readonly index: number;
  /** `null`: declared in no scope of this file (a global). */
  binding: Binding | null;
}

/** A lexical scope. */
export class Scope {
  readonly bindings = new Map<string, Binding>();
  readonly kind: ScopeKind;
  readonly node: HostNode;
  readonly parent: Scope | null;
  readonly function: FunctionScope | null;
  /** The parameters of a function scope, and how many nodes were open when it began. */
  readonly parameters = new Set<HostNode>();
  openNodes = 0;

  constructor(kind: ScopeKind, node: HostNode, parent: Scope | null, fn: FunctionScope | null) {
    this.kind = kind;
    this.node = node;
    this.parent = parent;
    this.function = fn;
  }
}

export interface SuspensionEvent {
  readonly kind: SuspensionKind;
  readonly node: HostNode;
}

export interface JumpEvent {
  readonly kind: "break" | "continue" | "return";
  readonly node: HostNode;
  readonly label: string | null;
}

/** `this`, `super`, `arguments` or `new.target`. */
export interface ReceiverEvent {
  readonly node: HostNode;
  readonly function: FunctionScope | null;
}

export interface VariableEvent {
  readonly node: HostNode;
  readonly position: "statement" | "forInit" | "forInOf";
}

/** What the walker learned of one function-like node. */
export class FunctionScope {
  readonly suspensions: SuspensionEvent[] = [];
  readonly jumps: JumpEvent[] = [];
  readonly variables: VariableEvent[] = [];
  readonly evals: HostNode[] = [];
  readonly withs: HostNode[] = [];
  readonly bareFunctions: HostNode[] = [];
  readonly classes: HostNode[] = [];
  scope: Scope | null = null;

  readonly node: HostNode;
  readonly parent: FunctionScope | null;
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
  /** A function declaration, which may be called before what stands above it has run. */
  readonly isDeclaration: boolean;
  readonly isArrow: boolean;
  /** Does it mention its `this`, `super`, `arguments` or `new.target`, or an arrow in it? */
  usesReceiver = false;
  /** Does it mention one of these in another way than by a `this` that is in `selves`? */
  usesMore = false;
  /** Where it, or an arrow in it, mentions its `this`. */
  readonly selves: HostNode[] = [];

  constructor(
    node: HostNode,
    parent: FunctionScope | null,
    is: Pick<FunctionScope, "isAsync" | "isGenerator" | "isDeclaration" | "isArrow">,
  ) {
    this.node = node;
    this.parent = parent;
    this.isAsync = is.isAsync;
    this.isGenerator = is.isGenerator;
    this.isDeclaration = is.isDeclaration;
    this.isArrow = is.isArrow;
  }
}

/** The intervals a node covers: `[start, end)` of each list. The last three belong to `function`. */
interface Extent {
  readonly function: FunctionScope | null;
  readonly names: number;
  readonly suspensions: number;
  readonly jumps: number;
  readonly variables: number;
  namesEnd: number;
  suspensionsEnd: number;
  jumpsEnd: number;
  variablesEnd: number;
}

/** A whole file after the walk. */
export class FileScopes implements FileVisitor {
  readonly names: NameEvent[] = [];
  readonly receivers: ReceiverEvent[] = [];
  /** Every `this`. */
  readonly selves = new Set<HostNode>();
  /** Async functions, innermost first: a function stands after every function inside it. */
  readonly asyncFunctions: FunctionScope[] = [];

  /** Every function-like node, in source order. */
  readonly #functions: FunctionScope[] = [];
  /** Where a name is given a 32-bit integer. */
  readonly #int32s = new Set<NameEvent>();
  readonly #extents = new Map<HostNode, Extent>();
  readonly #scopes = new Map<HostNode, Scope[]>();
  readonly #byIdentifier = new Map<HostNode, NameEvent>();
  readonly #open: HostNode[] = [];
  #scope: Scope | null = null;
  #function: FunctionScope | null = null;

  static of(dialect: Dialect): FileScopes {
    const file = new FileScopes();
    dialect.walk(file);
    file.#resolve();
    return file;
  }

  // -- questions ---------------------------------------------------------------------------------

  /** Does the innermost function around `node` suspend inside it? */
  suspends(node: HostNode): boolean {
    const extent = this.#extent(node);
    return extent.suspensionsEnd > extent.suspensions;
  }

  /** Identifier events inside `node`, nested functions included. */
  namesIn(node: HostNode): readonly NameEvent[] {
    const extent = this.#extent(node);
    return this.names.slice(extent.names, extent.namesEnd);
  }

  /** Index interval of the names inside `node`. */
  nameInterval(node: HostNode): readonly [number, number] {
    const extent = this.#extent(node);
    return [extent.names, extent.namesEnd];
  }

  hasJumps(node: HostNode): boolean {
    const extent = this.#extent(node);
    return extent.jumpsEnd > extent.jumps;
  }

  variablesIn(node: HostNode): readonly VariableEvent[] {
    const extent = this.#extent(node);
    return extent.function === null ? [] : extent.function.variables.slice(extent.variables, extent.variablesEnd);
  }

  /** The scopes a node opens, outermost first. */
  scopesOf(node: HostNode): readonly Scope[] {
    return this.#scopes.get(node) ?? [];
  }

  /** The functions directly inside a function. */
  functionsIn(fn: FunctionScope): readonly FunctionScope[] {
    return this.#functions.filter((each) => each.parent === fn);
  }

  /** Is it a function, or a class member that runs as one does? */
  isFunction(node: HostNode): boolean {
    return this.scopesOf(node).some(({ kind }) => kind === "function");
  }

  /** Has the variable, wherever it has a value, a 32-bit integer? */
  isInt32({ kind, names }: Binding): boolean {
    if (kind !== "let" && kind !== "const") return false;
    return names.every((event) => event.mode === "read" || this.#int32s.has(event));
  }

  event(identifier: HostNode): NameEvent | undefined {
    return this.#byIdentifier.get(identifier);
  }

  #extent(node: HostNode): Extent {
    const extent = this.#extents.get(node);
    if (extent === undefined) throw new InternalError("a node that the walk did not report", node);
    return extent;
  }

  // -- events ------------------------------------------------------------------------------------

  enter(node: HostNode): void {
    const fn = this.#function;
    const names = this.names.length;
    const suspensions = fn?.suspensions.length ?? 0;
    const jumps = fn?.jumps.length ?? 0;
    const variables = fn?.variables.length ?? 0;
    this.#open.push(node);
    this.#extents.set(node, {
      function: fn,
      names,
      suspensions,
      jumps,
      variables,
      namesEnd: names,
      suspensionsEnd: suspensions,
      jumpsEnd: jumps,
      variablesEnd: variables,
    });
  }

  leave(node: HostNode): void {
    if (this.#open.pop() !== node) throw new InternalError("enter and leave do not match", node);
    const extent = this.#extent(node);
    const fn = extent.function;
    extent.namesEnd = this.names.length;
    extent.suspensionsEnd = fn?.suspensions.length ?? 0;
    extent.jumpsEnd = fn?.jumps.length ?? 0;
    extent.variablesEnd = fn?.variables.length ?? 0;
  }

  scope(kind: ScopeKind, node: HostNode): void {
    const scope = new Scope(kind, node, this.#scope, this.#function);
    scope.openNodes = this.#open.length;
    this.#scope = scope;
    const known = this.#scopes.get(node);
    if (known === undefined) this.#scopes.set(node, [scope]);
    else known.push(scope);
    if (kind === "function" && this.#function !== null) this.#function.scope ??= scope;
    if (kind === "class") this.#function?.classes.push(node);
  }

  endScope(node: HostNode): void {
    if (this.#scope === null || this.#scope.node !== node)
      throw new InternalError("scope and endScope do not match", node);
    this.#scope = this.#scope.parent;
  }

  functionStart(node: HostNode, isAsync: boolean, isGenerator: boolean, isArrow: boolean): void {
    // The name of a declaration is declared around it, before anything else of it is reported.
    const own = this.names[this.#extent(node).names];
    const isDeclaration = own?.mode === "declare" && own.binding?.kind === "function";
    this.#function = new FunctionScope(node, this.#function, { isAsync, isGenerator, isDeclaration, isArrow });
    this.#functions.push(this.#function);
  }

  functionEnd(node: HostNode): void {
    const fn = this.#function;
    if (fn === null || fn.node !== node) throw new InternalError("functionStart and functionEnd do not match", node);
    if (fn.isAsync) this.asyncFunctions.push(fn);
    this.#function = fn.parent;
  }

  declare(name: string, kind: BindingKind, identifier: HostNode): void {
    const scope = kind === "var" ? this.#hoistingScope(identifier) : this.#scope;
    if (scope === null) throw new InternalError("a declaration outside every scope", identifier);
    let binding = scope.bindings.get(name);
    if (binding === undefined || binding.kind === "self") {
      binding = new Binding(name, kind, scope);
      scope.bindings.set(name, binding);
    } else if (kind === "function" && binding.kind === "var") {
      binding.kind = "function";
    }
    const parameter = kind === "parameter" ? this.#open[scope.openNodes] : undefined;
    if (parameter !== undefined) scope.parameters.add(parameter);
    this.enter(identifier);
    const event = this.#name(name, identifier, "declare");
    this.leave(identifier);
    event.binding = binding;
    binding.names.push(event);
  }

  declared(node: HostNode): void {
    for (const event of this.namesIn(node))
      if (event.mode === "declare" && event.scope === this.#scope && event.binding !== null)
        event.binding.initializedFrom ??= this.names.length;
  }

  reference(name: string, identifier: HostNode, mode: ReferenceMode): void {
    this.#name(name, identifier, mode);
  }

  int32(identifier: HostNode): void {
    const event = this.#byIdentifier.get(identifier);
    if (event !== undefined) this.#int32s.add(event);
  }

  suspension(kind: SuspensionKind, node: HostNode): void {
    this.#function?.suspensions.push({ kind, node });
  }

  jump(kind: "break" | "continue" | "return", node: HostNode, label: string | null): void {
    const fn = this.#function;
    if (fn === null) return;
    fn.jumps.push({ kind, node, label });
    // `return x` in an async generator awaits x.
    if (kind === "return" && fn.isAsync && fn.isGenerator) fn.suspensions.push({ kind: "await", node });
  }

  variableStatement(node: HostNode, position: "statement" | "forInit" | "forInOf"): void {
    this.#function?.variables.push({ node, position });
  }

  receiver(self: HostNode | null): void {
    const node = this.#open.at(-1);
    if (node !== undefined) this.receivers.push({ node, function: this.#function });
    if (self !== null) this.selves.add(self);
    for (let fn = this.#function; fn !== null; fn = fn.parent) {
      fn.usesReceiver = true;
      if (self === null || this.#isInClassOf(fn)) fn.usesMore = true;
      else fn.selves.push(self);
      if (!fn.isArrow) return;
    }
  }

  /** Is what is walked now in a class inside the function (where a field's `this` is another one)? */
  #isInClassOf(fn: FunctionScope): boolean {
    for (let scope = this.#scope; scope !== null && scope !== fn.scope; scope = scope.parent)
      if (scope.kind === "class" && scope.function === fn) return true;
    return false;
  }

  eval(node: HostNode): void {
    for (let fn = this.#function; fn !== null; fn = fn.parent) fn.evals.push(node);
  }

  with(node: HostNode): void {
    this.#function?.withs.push(node);
  }

  bareFunction(node: HostNode): void {
    this.#function?.bareFunctions.push(node);
  }

  // -- resolution --------------------------------------------------------------------------------

  #name(name: string, identifier: HostNode, mode: NameEvent["mode"]): NameEvent {
    if (this.#scope === null) throw new InternalError("a name outside every scope", identifier);
    const event: NameEvent = { name, identifier, mode, scope: this.#scope, index: this.names.length, binding: null };
    this.names.push(event);
    this.#byIdentifier.set(identifier, event);
    return event;
  }

  #hoistingScope(identifier: HostNode): Scope {
    for (let scope = this.#scope; scope !== null; scope = scope.parent) {
      if (scope.kind === "function" || scope.kind === "module") return scope;
    }
    throw new InternalError("a var outside every function", identifier);
  }

  #resolve(): void {
    for (const event of this.names) {
      if (event.mode === "declare") {
        this.#assignToCatchParameter(event);
        continue;
      }
      const binding = this.#lookup(event);
      event.binding = binding;
      if (binding === null) continue;
      binding.names.push(event);
      if (event.mode !== "read") binding.written = true;
      if (event.scope.function !== binding.function) binding.captured = true;
    }
  }

  /** `catch (e) { var e = x }` declares a variable of the function, but assigns to the parameter. */
  #assignToCatchParameter(event: NameEvent): void {
    const { binding } = event;
    const isVar = binding?.kind === "var" || (binding?.kind === "parameter" && binding.names[0] !== event);
    if (binding === null || !isVar) return;
    const nearest = this.#lookup(event);
    if (nearest?.kind !== "catch") return;
    binding.names.splice(binding.names.indexOf(event), 1);
    event.binding = nearest;
    nearest.names.push(event);
    nearest.written = true;
  }

  #lookup(event: NameEvent): Binding | null {
    for (let scope: Scope | null = event.scope; scope !== null; scope = scope.parent) {
      const binding = scope.bindings.get(event.name);
      if (binding !== undefined && !this.#isHidden(event, binding, scope)) return binding;
    }
    return null;
  }

  /** A parameter's default does not see what the body declares. */
  #isHidden(event: NameEvent, binding: Binding, scope: Scope): boolean {
    if (scope.parameters.size === 0 || binding.kind === "parameter" || binding.kind === "self") return false;
    for (const parameter of scope.parameters) {
      const [start, end] = this.nameInterval(parameter);
      if (event.index >= start && event.index < end) return true;
    }
    return false;
  }
}
