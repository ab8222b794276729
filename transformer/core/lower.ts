/**
 * The compiler's front door: a file's async functions become state machines.
 *
 *     classify → scope → spill (+ patterns) → explode (+ leap) → simplify → layout → liveness → placement
 *       → environments → emit
 *
 * Every function of a file is lowered once, inner ones first; an outer function's body then holds the lowered
 * inner ones. What comes back is not a tree but an `exchange`: the dialect copies the file with it.
 */
import { BlockFunctions } from "./block-functions.js";
import { Brands, type Branding } from "./brand.js";
import type { Dialect, FunctionView, HostNode } from "./dialect.js";
import { Descriptions } from "./descriptions.js";
import { DirectCalls } from "./direct-calls.js";
import type { Around, FileExchange } from "./emit-expr.js";
import { ListStarts } from "./list-starts.js";
import { lowerFunction } from "./lower-function.js";
import { MethodSteps } from "./method-steps.js";
import { FileNames } from "./names.js";
import { FileScopes, type FunctionScope } from "./scope.js";
import { type UnsupportedConstruct, unsupported } from "./unsupported.js";

export interface LoweringOptions {
  /** What a call of an async function gives. */
  readonly returns: "task" | "coroutine";
  /** Does the name `Promise` mean the loop's? */
  readonly promises: "loop" | "native";
  readonly order: "exact" | "relaxed";
  readonly cancellation: "bypass-catch" | "catchable";
  /** Which functions answer as async functions where libraries ask. */
  readonly brand: Branding;
  /** Emit one comment per state. */
  readonly annotate: boolean;
  /** What to do with a function after directives were read. */
  readonly returnsOf: (fn: FunctionView) => "task" | "coroutine" | "native";
  /** Also return the IR text. */
  readonly printIr: boolean;
}

export interface LoweringResult {
  /** Answers for nodes to exchange in the file, for `dialect.replace`. `undefined` when nothing changes. */
  readonly exchange: ((node: HostNode) => HostNode | readonly HostNode[] | undefined) | undefined;
  /** Statements to add at the top of the file, after the prologue and the imports. */
  readonly preamble: readonly HostNode[];
  /** The nodes for which `exchange` answers, those inside them aside. */
  readonly touched: ReadonlySet<HostNode>;
  readonly diagnostics: readonly UnsupportedConstruct[];
  readonly ir: string;
  /** What the walk found, and what was made of it: for those who look for mistakes in the program. */
  readonly scopes: FileScopes;
  readonly functions: readonly ChosenFunction[];
}

/** An async function that is compiled. */
export interface ChosenFunction {
  readonly fn: FunctionScope;
  readonly view: FunctionView;
  readonly returns: "task" | "coroutine";
}

export function lowerFile(dialect: Dialect, options: LoweringOptions): LoweringResult {
  const scopes = FileScopes.of(dialect);
  const names = new FileNames(dialect);
  const lowered = new Map<HostNode, HostNode>();
  /** Lowered functions in which nothing is left to exchange. */
  const written = new Set<HostNode>();
  const starts = new ListStarts(dialect);
  const blockFunctions = new BlockFunctions(dialect, scopes, starts);
  const brands = new Brands(dialect, scopes, names, starts, options.brand);
  const promises = options.promises === "loop" ? freeNames(scopes, "Promise") : new Set<HostNode>();
  const selves = new Set<HostNode>();
  const exchange: FileExchange = (node, inner) => {
    const fn = blockFunctions.exchange(node) ?? lowered.get(node);
    if (Array.isArray(fn)) return fn as readonly HostNode[];
    if (fn !== undefined) return written.has(node) ? fn : dialect.replace(fn as HostNode, inner);
    if (selves.has(node)) return dialect.build.own(names.self);
    return promises.has(node) ? dialect.build.mapped(dialect.build.runtime("Promise"), node) : undefined;
  };
  const methods = new MethodSteps(dialect, names);
  const around: Around = (node, answer, inner) =>
    starts.around(node, methods.around(node, brands.around(node, answer, inner), inner), inner);
  const { annotate, printIr, order, cancellation } = options;
  const directs = new DirectCalls(dialect, scopes, names);
  const descriptions = new Descriptions(dialect, names, brands, directs);
  const context = {
    ...{ dialect, scopes, names, brands, descriptions, blockFunctions, directs, selves },
    ...{ exchange, around, annotate, printIr },
  };
  const preamble: HostNode[] = [];
  const diagnostics: UnsupportedConstruct[] = [];
  const ir: string[] = [];
  const steps = new Map<HostNode, { readonly step: HostNode; readonly isDone: boolean }[]>();
  const chosen: ChosenFunction[] = [];
  for (const fn of scopes.asyncFunctions) {
    const view = dialect.functionView(fn.node);
    const returns = options.returnsOf(view);
    if (returns === "native") continue;
    const problems = unsupported(dialect, scopes, fn, view);
    diagnostics.push(...problems);
    if (problems.length > 0) continue;
    const standing = dialect.standing(fn.node);
    brands.add(fn, view, standing, blockFunctions.add(fn, view, standing));
    directs.add(fn, view, standing);
    chosen.push({ fn, view, returns });
  }
  for (const { fn, view, returns } of chosen) {
    const result = lowerFunction(context, fn, view, { returns, order, cancellation });
    lowered.set(fn.node, result.node);
    blockFunctions.lowered(fn.node, result.node);
    if (isWritten(fn, view)) written.add(fn.node);
    if (result.beside !== null) {
      const { statement, step } = result.beside;
      const isDone = fn.suspensions.length > 0;
      steps.set(statement, [...(steps.get(statement) ?? []), { step, isDone }]);
    }
    if (result.method !== null) methods.add(result.method);
    if (result.description !== null) preamble.push(result.description);
    ir.push(result.ir);
  }
  preamble.push(...brands.preamble);
  const found = { preamble, diagnostics, scopes, functions: chosen };
  if (lowered.size === 0 && promises.size === 0) return { ...found, exchange: undefined, touched: new Set(), ir: "" };
  const branded: NonNullable<LoweringResult["exchange"]> = (node) => around(node, exchange(node, inner), inner);
  const inner: NonNullable<LoweringResult["exchange"]> = (node) => {
    const behind = steps.get(node);
    if (behind === undefined) return branded(node);
    const statement = branded(node) ?? dialect.replace(node, (each) => (each === node ? undefined : inner(each)));
    return [statement, ...behind.map(({ step, isDone }) => (isDone ? step : dialect.replace(step, inner)))].flat();
  };
  const touched = new Set([
    ...lowered.keys(),
    ...promises,
    ...starts.touched,
    ...brands.touched,
    ...methods.touched,
    ...steps.keys(),
  ]);
  return { ...found, exchange: inner, touched, ir: ir.join("\n") };
}

/**
 * Was everything in a lowered function exchanged when its machine was written? Not what stands outside the machine:
 * defaults, computed keys. And a function inside another has yet to see the names of that one.
 */
function isWritten(fn: FunctionScope, view: FunctionView): boolean {
  const hasPlainParameters = view.parameters.every(({ isIdentifier, hasDefault }) => isIdentifier && !hasDefault);
  return fn.parent === null && fn.suspensions.length > 0 && view.kind !== "method" && hasPlainParameters;
}

/** Identifiers that mean a global of this name. */
function freeNames(scopes: FileScopes, name: string): Set<HostNode> {
  return new Set(
    scopes.names.filter((event) => event.name === name && event.binding === null).map((event) => event.identifier),
  );
}
