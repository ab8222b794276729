/**
 * Direct calls: `await f(a)` as `$.call(1, f, _f, a)`, which starts `f`'s step without a detour through `f`, and often without
 * a task (runtime/core/direct-call.ts says when).
 *
 *     var _f = _describe(…, f, f$step);               at the top: f may be called directly; its parameters are its
 *                                                     first variables
 *     await f(a)          $.call(1, f, _f, a)         `_f` describes the `f` of this file; the runtime checks that
 *                                                     it is still the one that is called
 *     await imported(a)   $.call(1, imported, void 0, a)
 *     await sleep(0)      $.call(1, sleep, void 0, 0)           the runtime's own: a turn
 *
 * Only functions whose step stands by itself (static-step.ts) can be called so, and only by a name whose value is the
 * file's own function, or comes from another file of the program.
 *
 *     await o.p.m(a)      $.callMethod(1, $v = o.p, $v.m, a)      whatever method that is: the runtime asks it
 */
import type { CallView, Dialect, FunctionView, HostNode, ImportedName, Standing } from "./dialect.js";
import type { Expr } from "./ir.js";
import type { FileNames } from "./names.js";
import type { Binding, FileScopes, FunctionScope } from "./scope.js";
import { FIELDS, fieldCount, hasPlainParameters, type Slot, staticPlace } from "./static-step.js";

/** A call that can be written as `$.call`, or `$.callMethod`. */
export type DirectCall =
  | {
      readonly kind: "function";
      readonly callee: HostNode;
      /** The variable that holds the callee's description; `null` when another file has it. */
      readonly info: string | null;
      readonly args: readonly HostNode[];
    }
  | {
      readonly kind: "method";
      readonly object: HostNode;
      /** Is the object `this`? */
      readonly isSelf: boolean;
      /** `object.name` */
      readonly callee: HostNode;
      readonly args: readonly HostNode[];
    };

export class DirectCalls {
  readonly #dialect: Dialect;
  readonly #scopes: FileScopes;
  readonly #names: FileNames;
  /** The variables that hold descriptions. */
  readonly #byName = new Map<Binding, string>();
  readonly #byFunction = new Map<FunctionScope, string>();

  constructor(dialect: Dialect, scopes: FileScopes, names: FileNames) {
    this.#dialect = dialect;
    this.#scopes = scopes;
    this.#names = names;
  }

  /** A function that is going to be lowered: gives its description a name by which calls can refer to it. */
  add(fn: FunctionScope, view: FunctionView, standing: Standing): void {
    if (view.kind === "method") {
      if (staticPlace(fn, view, standing) !== null) this.#byFunction.set(fn, this.#names.unique(`_${view.name}`));
      return;
    }
    if (fn.parent !== null || view.kind !== "declaration" || view.isGenerator || view.selfName === null) return;
    if (standing.statement === null || standing.firstStatement !== null) return;
    const identifier = this.#scopes.namesIn(fn.node)[0]?.identifier;
    const binding = identifier === undefined ? null : this.#scopes.event(identifier)?.binding;
    if (binding?.names.filter(({ mode }) => mode === "declare").length !== 1) return;
    const info = this.#names.unique(`_${view.name}`);
    this.#byName.set(binding, info);
    this.#byFunction.set(fn, info);
  }

  /** The variable that holds the description of a function that may be called directly. */
  infoOf(fn: FunctionScope): string | null {
    return this.#byFunction.get(fn) ?? null;
  }

  /** An awaited value as a direct call, if it is one. */
  call(value: Expr): DirectCall | null {
    if (value.kind !== "host" || value.holes.size > 0) return null;
    const view = this.#callView(value.node);
    if (view === null || view.isTemplate || view.isDirectEval || view.arguments.length > FIELDS) return null;
    if (view.arguments.some(({ kind }) => kind !== "value")) return null;
    const args = view.arguments.map(({ node }) => node);
    const binding = this.#scopes.event(view.callee)?.binding;
    if (binding === null || binding === undefined) return this.#method(view.callee, args);
    const info = this.#byName.get(binding) ?? null;
    if (info === null && !this.#isOfProgram(binding) && !this.#isTurn(binding, args)) return null;
    return { kind: "function", callee: view.callee, info, args };
  }

  /** A call of `object.name`. (Private methods have no description.) */
  #method(callee: HostNode, args: readonly HostNode[]): DirectCall | null {
    const view = this.#dialect.expressionView(callee);
    if (view.kind !== "member" || view.object === null || view.name === null || view.name.startsWith("#")) return null;
    if (args.length >= FIELDS) return null;
    return { kind: "method", object: view.object, isSelf: this.#scopes.selves.has(view.object), callee, args };
  }

  #callView(node: HostNode): CallView | null {
    const view = this.#dialect.expressionView(node);
    if (view.kind === "transparent") return this.#callView(view.inner);
    return view.kind === "call" ? view : null;
  }

  /** Does the name come from another file of the program, by an `import` of its own? */
  #isOfProgram(binding: Binding): boolean {
    const imported = this.#imported(binding);
    return imported !== null && imported.name !== "*" && /^\.{1,2}\//.test(imported.module);
  }

  /** `sleep(0)`, for which the runtime need not make a future when it is awaited where it is called. */
  #isTurn(binding: Binding, args: readonly HostNode[]): boolean {
    const imported = this.#imported(binding);
    if (imported?.module !== "tsyncio" || imported.name !== "sleep" || args.length !== 1) return false;
    const range = this.#dialect.range(args[0] as HostNode);
    return range !== undefined && this.#dialect.sourceText.slice(range.start, range.end) === "0";
  }

  #imported(binding: Binding): ImportedName | null {
    const declared = binding.names.find(({ mode }) => mode === "declare");
    return declared === undefined || binding.written ? null : this.#dialect.importedName(declared.identifier);
  }
}

/**
 * What a description says of a function's variables besides the step: how many of them have no field. `null` when arguments
 * are not simply the first variables.
 */
export function sparesOf(view: FunctionView, slots: readonly Slot[]): number | null {
  const size = fieldCount(slots);
  const fields = size > FIELDS ? FIELDS - 1 : FIELDS;
  const count = view.parameters.length + (view.kind === "method" ? 1 : 0);
  if (!hasPlainParameters(view) || count > fields || slots.filter(({ isParameter }) => isParameter).length !== count)
    return null;
  return Math.max(0, size - fields);
}
