/**
 * One async function through all passes, and the function that takes its place.
 *
 *     async function f(a, { b }) { … }
 *
 *     function f(_p, _p_1) {                              only when a parameter can fail:
 *       return _guard(_f, () => ((a, { b }) => {          an error in it rejects, it is not thrown
 *         let …;
 *         return _task(_f, ($, $v) => { … }, new.target);
 *       })(_p, _p_1));
 *     }
 *
 * Classification: a function that never suspends gets no machine, its body becomes the step as it is.
 */
import type { BlockFunctions } from "./block-functions.js";
import type { Brands } from "./brand.js";
import type { Descriptions, FunctionMode } from "./descriptions.js";
import type { Dialect, FunctionView, HostNode, NewParameters } from "./dialect.js";
import { type DirectCalls, sparesOf } from "./direct-calls.js";
import { type Around, ExprEmitter, type FileExchange } from "./emit-expr.js";
import { EmitNames } from "./emit-names.js";
import { MachineEmitter } from "./emit.js";
import { environments } from "./environments.js";
import { Exploder } from "./explode.js";
import type { Block, Machine } from "./ir.js";
import { layout } from "./layout.js";
import { type Liveness, liveness } from "./liveness.js";
import type { MethodStep } from "./method-steps.js";
import { type FileNames, FunctionNames, isReserved } from "./names.js";
import { type Placements, place } from "./placement.js";
import { printLeaf, printMachine } from "./print.js";
import type { Binding, FileScopes, FunctionScope } from "./scope.js";
import { saves, type Saves } from "./saves.js";
import { numberTemps } from "./sharing.js";
import { simplify } from "./simplify.js";
import { initialValues, loads } from "./static-frame.js";
import {
  FIELDS,
  frameSlots,
  parameterSlots,
  selfSlot,
  type Slot,
  type StaticPlace,
  staticPlace,
} from "./static-step.js";

export interface LowerContext {
  readonly dialect: Dialect;
  readonly scopes: FileScopes;
  readonly names: FileNames;
  readonly brands: Brands;
  readonly descriptions: Descriptions;
  readonly blockFunctions: BlockFunctions;
  readonly directs: DirectCalls;
  /** Each `this` for which a method's step has a variable. */
  readonly selves: Set<HostNode>;
  readonly exchange: FileExchange;
  readonly around: Around;
  readonly annotate: boolean;
  readonly printIr: boolean;
}

/** A step that stands by itself, behind a statement of the file. */
export interface BesideStep {
  readonly statement: HostNode;
  readonly step: HostNode;
}

export interface LoweredFunction {
  /** The function to put in the original's place. */
  readonly node: HostNode;
  /** `var _f = _describe(...)`, unless another function has the same. */
  readonly description: HostNode | null;
  readonly beside: BesideStep | null;
  /** The step of a method, which stands in its class. */
  readonly method: MethodStep | null;
  readonly ir: string;
}

export function lowerFunction(
  context: LowerContext,
  fn: FunctionScope,
  view: FunctionView,
  mode: FunctionMode,
): LoweredFunction {
  const { dialect, brands } = context;
  const { build } = dialect;
  const place = staticPlace(fn, view, dialect.standing(fn.node));
  const leaf = isLeaf(fn);
  const body = (leaf ? lowerLeaf : lowerMachine)(context, fn, view, mode, place);
  const described = context.descriptions.add(fn, view, mode, body.positions, leaf);
  const { info } = described;
  const written =
    body.slots === null || place === null
      ? closureStep(context, fn, view, body)
      : place.kind === "class"
        ? methodStep(context, fn, view, body, body.slots, place, info)
        : staticStep(context, view, body, place.statement);
  const initial = body.slots === null ? [] : initialValues(build, body.slots, context.names.self);
  const statements = [
    ...written.outer,
    build.return(entryCall(context, fn, view, body.entry, info, written.reference, initial)),
  ];
  const isGuarded = !view.isGenerator && view.parameters.some((parameter) => parameter.mayThrow);
  const node = isGuarded
    ? guarded(context, view, mode, info, statements)
    : build.rebuildFunction(view.node, { kind: "keep" }, statements, brands.givenName(view.node));
  const value = context.blockFunctions.becomesVariable(fn.node)
    ? build.functionExpression(node, brands.givenName(fn.node))
    : node;
  const entry = isGuarded || body.slots === null ? null : { slots: body.slots, step: written.reference };
  const description = context.descriptions.write(fn, view, described, entry);
  const { beside, method } = written;
  return { node: brands.lowered(view, value, info), description, beside, method, ir: body.ir };
}

/** How the call refers to the step, and where the step stands. */
interface WrittenStep {
  readonly outer: readonly HostNode[];
  readonly reference: HostNode;
  readonly beside: BesideStep | null;
  readonly method: MethodStep | null;
}

/** The step as an arrow over the function's variables. */
function closureStep(context: LowerContext, fn: FunctionScope, view: FunctionView, body: LoweredBody): WrittenStep {
  const { build } = context.dialect;
  const name = stepName(context, fn, view);
  const arrow = build.arrow(body.parameters, body.step);
  if (name === null) return { outer: body.outer, reference: arrow, beside: null, method: null };
  const declaration = build.variable("const", [{ target: name, initializer: arrow }]);
  return { outer: [...body.outer, declaration], reference: build.identifier(name), beside: null, method: null };
}

/** The step as a function of the file. */
function staticStep(context: LowerContext, view: FunctionView, body: LoweredBody, statement: HostNode): WrittenStep {
  const { build } = context.dialect;
  const name = context.names.unique(`${isName(view.name) ? view.name : "_"}$step`);
  const statements = "expression" in body.step ? [build.return(body.step.expression)] : body.step;
  const step = build.functionDeclaration(name, body.parameters, statements);
  return { outer: [], reference: build.identifier(name), beside: { statement, step }, method: null };
}

/** The step as an arrow in the class. */
function methodStep(
  context: LowerContext,
  fn: FunctionScope,
  view: FunctionView,
  body: LoweredBody,
  slots: readonly Slot[],
  place: StaticPlace & { readonly kind: "class" },
  info: string,
): WrittenStep {
  const { build } = context.dialect;
  const step = build.arrow(body.parameters, body.step);
  const spares = sparesOf(view, slots) ?? 0;
  const method = { place, step, isDone: fn.suspensions.length > 0, info, spares };
  return { outer: [], reference: build.member(build.identifier(info), "step"), beside: null, method };
}

function isName(text: string): boolean {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(text) && !isReserved(text);
}

/** Names that a module transform may still write into the function. */
const MODULE_NAMES = new Set(["exports", "require", "module", "__filename", "__dirname", "undefined"]);

/**
 * The step's name, which engines show in stacks: the function's own, unless its code uses that name for something.
 * The runtime takes the suffix off again.
 */
function stepName(context: LowerContext, fn: FunctionScope, view: FunctionView): string | null {
  const { name } = view;
  if (!isName(name)) return null;
  // A generator's own name is needed for its prototype.
  const isTaken =
    view.isGenerator ||
    MODULE_NAMES.has(name) ||
    context.scopes
      .namesIn(fn.node)
      .some((event) => event.name === name && !(event.mode === "declare" && event.scope.function !== fn));
  return isTaken ? context.names.unique(`${name}$step`) : name;
}

interface LoweredBody {
  /** Statements of the function around the step. */
  readonly outer: readonly HostNode[];
  readonly parameters: readonly string[];
  readonly step: readonly HostNode[] | { readonly expression: HostNode };
  /** Where the function stands and its suspensions do, as `describe` of the runtime takes it. */
  readonly positions: string;
  /** The variables of a step that does not close over them; `null` when it does. */
  readonly slots: readonly Slot[] | null;
  /** The function of the runtime that makes the activation. */
  readonly entry: "task" | "coroutine" | "leaf" | "leafCoroutine" | "asyncGenerator";
  readonly ir: string;
}

/** Does the function never suspend, so that its body can be the step as it is? */
function isLeaf(fn: FunctionScope): boolean {
  return fn.suspensions.length === 0 && ![...(fn.scope?.bindings.values() ?? [])].some(redeclaresParameter);
}

/** `function f(a) { var a; }`: the body moves into a function of its own, where `var a` would be another variable. */
function redeclaresParameter(binding: Binding): boolean {
  return binding.kind === "parameter" && binding.names.filter((event) => event.mode === "declare").length > 1;
}

/** The body as it is. That of a task function is called with the function's own arguments, others load them. */
function lowerLeaf(
  context: LowerContext,
  fn: FunctionScope,
  view: FunctionView,
  mode: FunctionMode,
  stands: StaticPlace | null,
): LoweredBody {
  const { dialect, names } = context;
  const { build } = dialect;
  const parameters = stands === null ? null : argumentSlots(context, fn, view, stands);
  const takesArguments = !view.isGenerator;
  const most = mode.returns === "task" ? FIELDS : FIELDS - 1;
  const slots = takesArguments && parameters !== null && parameters.length > most ? null : parameters;
  if (slots !== null) exchangeSelves(context, fn, stands);
  const load = takesArguments || slots === null ? [] : loads(build, names.activation, names.frame, slots);
  const body = view.expression !== null ? { expression: view.expression } : [...(view.body ?? [])];
  const step = load.length === 0 ? body : [...load, ...("expression" in body ? [build.return(body.expression)] : body)];
  return {
    outer: [],
    parameters: takesArguments ? (slots ?? []).map(({ name }) => name) : load.length === 0 ? [] : [names.activation],
    step,
    // The text of anonymous functions that are alike is alike, too: they share one description.
    positions: view.name === "" ? "" : positions(dialect, view, []),
    slots,
    entry: view.isGenerator ? "asyncGenerator" : mode.returns === "task" ? "leaf" : "leafCoroutine",
    ir: context.printIr ? printLeaf(dialect, view) : "",
  };
}

function lowerMachine(
  context: LowerContext,
  fn: FunctionScope,
  view: FunctionView,
  mode: FunctionMode,
  stands: StaticPlace | null,
): LoweredBody {
  const { dialect, scopes, names } = context;
  const bypassCatch = mode.cancellation === "bypass-catch";
  const exploder = new Exploder(dialect, scopes, fn, view, {
    bypassCatch,
    brands: context.brands,
    blockFunctions: context.blockFunctions,
  });
  const machine = exploder.function(view, fn);
  simplify(machine);
  const order = layout(machine);
  const live = liveness(machine, scopes, fn);
  const placements = place(machine, scopes, fn, order, live);
  const scoped = environments(machine, placements, order, scopes, fn, names);
  const emitNames = new EmitNames(
    dialect,
    scopes,
    fn,
    names,
    placements,
    scoped,
    copiedBindings(machine),
    numberTemps(placements, order, live),
  );
  const exprs = new ExprEmitter(dialect, scopes, emitNames, names, placements, context.exchange, context.around);
  const slots = stands === null ? null : staticSlots(context, machine, fn, view, stands, placements, emitNames, live);
  if (slots !== null) exchangeSelves(context, fn, stands);
  const inline = !view.isGenerator;
  const settings = { annotate: context.annotate, inline, slots, directs: context.directs };
  const step = new MachineEmitter(machine, exprs, scopes, placements, order, settings).step();
  const parameters = exprs.usesSent ? [names.activation, names.sent] : [names.activation];
  return {
    outer: slots === null ? outerStatements(context, machine, exprs, emitNames) : [],
    parameters,
    step,
    positions: positions(dialect, view, machine.blocks),
    slots,
    entry: view.isGenerator ? "asyncGenerator" : mode.returns,
    ir: context.printIr ? printMachine(dialect, view, machine, order, placements, context.scopes, emitNames) : "",
  };
}

/** The variables that have a value when the function is called. */
function argumentSlots(
  { scopes, names }: LowerContext,
  fn: FunctionScope,
  view: FunctionView,
  stands: StaticPlace,
  saved?: Saves,
): Slot[] {
  if (stands.kind === "file") return parameterSlots(scopes, fn, view, 0, saved);
  return [selfSlot(names.self), ...parameterSlots(scopes, fn, view, 1, saved)];
}

/** From here on a `this` of the method means its step's variable. */
function exchangeSelves({ selves }: LowerContext, fn: FunctionScope, stands: StaticPlace | null): void {
  if (stands?.kind === "class") for (const self of fn.selves) selves.add(self);
}

/** All variables of a static step, or `null` when the step has to close over them. */
function staticSlots(
  context: LowerContext,
  machine: Machine,
  fn: FunctionScope,
  view: FunctionView,
  stands: StaticPlace,
  placements: Placements,
  names: EmitNames,
  live: Liveness,
): Slot[] | null {
  const saved = saves(machine, context.scopes, placements, live);
  const parameters = argumentSlots(context, fn, view, stands, saved);
  const frame = frameSlots(machine, context.scopes, placements, names, live, saved, parameters.length);
  if (frame === null) return null;
  const slots = [...parameters, ...frame];
  // A method's step gets its variables from `$.callMethod`, too.
  return stands.kind === "class" && sparesOf(view, slots) === null ? null : slots;
}

/** Bindings declared by a kept declaration and copied to where they live: the copy needs a name of its own. */
function copiedBindings(machine: Machine): Set<Binding> {
  const copied = new Set<Binding>();
  for (const block of machine.blocks) for (const op of block.ops) if (op.kind === "named") copied.add(op.binding);
  return copied;
}

function outerStatements(context: LowerContext, machine: Machine, exprs: ExprEmitter, names: EmitNames): HostNode[] {
  const { build } = context.dialect;
  const frame = names.variables("frame");
  const statements: HostNode[] = [];
  if (frame.length > 0)
    statements.push(
      build.variable(
        "let",
        frame.map((target) => ({ target, initializer: null })),
      ),
    );
  return [
    ...statements,
    ...machine.functions.map(({ node }) => exprs.host(node)),
    ...machine.functions.flatMap(({ brand }) => (brand === null ? [] : [build.expressionStatement(exprs.emit(brand))])),
  ];
}

/** `line:column` of the function; for each suspension `state+lines:column`, its lines counted from the function's. */
function positions(dialect: Dialect, view: FunctionView, blocks: readonly Block[]): string {
  const range = dialect.range(view.node);
  if (range === undefined) return "";
  const start = dialect.position(range.start);
  const awaits: { readonly state: number; readonly text: string }[] = [];
  for (const { terminator } of blocks) {
    if (terminator?.kind !== "suspend" || terminator.origin === null) continue;
    const at = dialect.range(terminator.origin);
    if (at === undefined) continue;
    const { line, column } = dialect.position(at.start);
    const { state } = terminator.resume;
    awaits.push({ state, text: ` ${String(state)}+${String(line - start.line)}:${String(column)}` });
  }
  const texts = awaits.sort((a, b) => a.state - b.state).map(({ text }) => text);
  return `${String(start.line)}:${String(start.column)}${texts.join("")}`;
}

// -- the function around the step ---------------------------------------------------------------------

function entryCall(
  context: LowerContext,
  fn: FunctionScope,
  view: FunctionView,
  entry: LoweredBody["entry"],
  info: string,
  step: HostNode,
  initial: readonly HostNode[],
): HostNode {
  const { build } = context.dialect;
  const isConstructible = view.kind === "declaration" || view.kind === "expression";
  const args = [build.identifier(info), step];
  if (view.isGenerator) {
    const self = context.brands.givenName(view.node) ?? selfReference(context, fn, view);
    if (self !== null) args.push(build.member(build.identifier(self), "prototype"));
    else if (isConstructible) args.push(build.undefined());
  }
  if (isConstructible) args.push(build.newTarget());
  else if (initial.length > 0) args.push(build.undefined());
  args.push(...initial);
  return build.call(build.runtime(entry), args);
}

/** The function's own name, where its body surely means the function itself. */
function selfReference({ blockFunctions }: LowerContext, fn: FunctionScope, view: FunctionView): string | null {
  if (view.selfName === null || blockFunctions.becomesVariable(fn.node)) return null;
  const inner = fn.scope?.bindings.get(view.selfName);
  return inner === undefined || inner.kind === "self" ? view.selfName : null;
}

function guarded(
  context: LowerContext,
  view: FunctionView,
  mode: FunctionMode,
  info: string,
  statements: readonly HostNode[],
): HostNode {
  const { build } = context.dialect;
  const names = new FunctionNames(context.names);
  const firstOptional = view.parameters.findIndex((parameter) => parameter.hasDefault || parameter.isRest);
  const required = firstOptional === -1 ? view.parameters.length : firstOptional;
  const fresh = view.parameters.slice(0, required).map(() => names.take("_p"));
  const rest = required < view.parameters.length ? names.take("_rest") : null;
  const inner = build.arrowWithParametersOf(view.node, statements);
  const args = fresh.map((name) => build.identifier(name));
  if (rest !== null) args.push(build.spread(build.identifier(rest)));
  const thunk = build.arrow([], { expression: build.call(inner, args) });
  const parameters: NewParameters = { kind: "fresh", names: fresh, rest };
  const guard = build.runtime(mode.returns === "task" ? "guard" : "guardCoroutine");
  return build.rebuildFunction(
    view.node,
    parameters,
    [build.return(build.call(guard, [build.identifier(info), thunk]))],
    context.brands.givenName(view.node),
  );
}
