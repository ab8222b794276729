/**
 * Static step: the step as one function for all calls, beside the function it belongs to.
 *
 *     function total(xs) { return _task(_total, total$step, new.target, xs); }
 *     function total$step($, $v) {
 *       let xs = $.v0, sum = $.v1;                                  // what a suspension had saved
 *       for (;;) switch ($.state) {
 *         case 0: sum = 0;
 *                 if (($v = $.await(1, xs.length)) === _suspended) { $.v1 = sum; return $v; }
 *         case 1: return sum + $v;
 *       }
 *     }
 *
 * Nothing is allocated for a call but its activation, and variables are registers; a suspension saves those that are
 * live in the state it resumes in and were assigned meanwhile (saves.ts), in the fields `v0` to `v3` of the activation (when there are more than four, the
 * last field holds an array).
 *
 * That is possible for functions at the top of a file which mention no `this`, `arguments`, `super` or `new.target`,
 * and as long as no closure can tell a variable from its copy. For methods of a class at the top of a file, too, whose steps
 * stand in the class and have `this` as their first variable (method-steps.ts). Other functions keep their variables around a
 * closure.
 */
import type { FunctionView, HostNode, Standing } from "./dialect.js";
import type { EmitNames } from "./emit-names.js";
import type { Machine, Op, Suspend, Variable } from "./ir.js";
import type { Placements } from "./placement.js";
import type { Liveness } from "./liveness.js";
import type { Saves } from "./saves.js";
import type { Binding, FileScopes, FunctionScope } from "./scope.js";
import { colours } from "./sharing.js";

/** A variable that the activation keeps while the function waits. */
export interface Slot {
  readonly name: string;
  /** Which of the activation's fields keeps it. */
  readonly field: number;
  /** Has it a value when the function is called: is it a parameter, or the method's `this`? */
  readonly isParameter: boolean;
  /** Has it nothing but 32-bit integers? Then it is loaded as one, which is what engines compute fastest with. */
  readonly isInt32: boolean;
  /** Has this suspension to save it? */
  readonly isSavedAt: (suspend: Suspend) => boolean;
  /** The operations that save it at once. */
  readonly savingOps: readonly Op[];
}

/** Where a step stands by itself: behind a statement of the file, or in the class whose method it belongs to. */
export type StaticPlace =
  | { readonly kind: "file"; readonly statement: HostNode }
  | { readonly kind: "class"; readonly owner: HostNode; readonly place: "prototype" | "static"; readonly key: string };

/** How many variables the activation has fields for. */
export const FIELDS = 4;

const always = (): boolean => true;
const never = (): boolean => false;
type Savings = Pick<Slot, "isSavedAt" | "savingOps">;

const savingsOf = (variables: readonly Variable[], saved: Saves): Savings => ({
  isSavedAt: (suspend) => variables.some((variable) => saved.isSavedAt(suspend, variable)),
  savingOps: variables.flatMap((variable) => saved.savingOp(variable) ?? []),
});

/** Where the step of a function may stand by itself, if it may. */
export function staticPlace(fn: FunctionScope, view: FunctionView, standing: Standing): StaticPlace | null {
  if (fn.parent !== null || view.isGenerator) return null;
  if (fn.evals.length > 0 || view.directives.includes("use strict")) return null;
  const self = view.selfName === null ? undefined : fn.scope?.bindings.get(view.selfName);
  if (self?.kind === "self" && self.names.length > 1) return null;
  if (parametersOf(fn).some((binding) => binding.captured && isWritten(binding))) return null;
  if (view.kind === "method") return fn.usesMore || !hasPlainParameters(view) ? null : classPlace(standing);
  if (fn.usesReceiver || standing.statement === null) return null;
  return { kind: "file", statement: standing.statement };
}

function classPlace({ home }: Standing): StaticPlace | null {
  if (home === null || !home.isOnce || home.place === "object") return null;
  const { owner, place, key } = home;
  if (typeof key !== "string" || !/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) || key === "__proto__")
    return null;
  return { kind: "class", owner, place, key };
}

/** Does a parameter change? `var a = 1` in the body may change `a`. */
function isWritten(binding: Binding): boolean {
  return binding.written || binding.names.filter(({ mode }) => mode === "declare").length > 1;
}

function parametersOf(fn: FunctionScope): Binding[] {
  return [...(fn.scope?.bindings.values() ?? [])].filter(({ kind }) => kind === "parameter");
}

/** What a method's static step has for `this`: the first variable. */
export function selfSlot(name: string): Slot {
  return { name, field: 0, isParameter: true, isInt32: false, isSavedAt: never, savingOps: [] };
}

/**
 * The parameters that the body uses, in the fields from `first` on. When all are plain names it is all of them, in their order: a call may then pass its
 * arguments as they are. A function that suspends has `saved`.
 */
export function parameterSlots(
  scopes: FileScopes,
  fn: FunctionScope,
  view: FunctionView,
  first: number,
  saved?: Saves,
): Slot[] {
  const intervals = view.parameters.map(({ node }) => scopes.nameInterval(node));
  const isInBody = (index: number): boolean => !intervals.some(([start, end]) => index >= start && index < end);
  const bindings = parametersOf(fn);
  const arePlain = hasPlainParameters(view) && bindings.length === view.parameters.length;
  return bindings
    .filter(({ names }) => arePlain || names.some(({ index }) => isInBody(index)))
    .map((binding, index) => {
      const slot = { name: binding.name, field: first + index, isParameter: true, isInt32: false };
      if (saved === undefined || !isWritten(binding)) return { ...slot, isSavedAt: never, savingOps: [] };
      return { ...slot, ...savingsOf([binding], saved) };
    });
}

/** Are the parameters nothing but names? */
export function hasPlainParameters({ parameters }: FunctionView): boolean {
  return parameters.every(({ isIdentifier, hasDefault, isRest }) => isIdentifier && !hasDefault && !isRest);
}

/** How many fields the variables need. */
export function fieldCount(slots: readonly Slot[]): number {
  return slots.reduce((most, { field }) => Math.max(most, field + 1), 0);
}

/** A variable that crosses a suspension, and what has its name. */
interface Crossing {
  readonly name: string;
  readonly variables: Variable[];
  /** May it share a field? Not what closures see: nobody follows when they need it. */
  readonly isFollowed: boolean;
}

/**
 * The variables of a machine that cross a suspension, in the fields from `first` on; `null` when a closure shares one in
 * a way a copy would spoil.
 */
export function frameSlots(
  machine: Machine,
  scopes: FileScopes,
  placements: Placements,
  names: EmitNames,
  live: Liveness,
  saved: Saves,
  first: number,
): Slot[] | null {
  if (machine.functions.length > 0) return null;
  const crossing = new Map<string, Crossing>();
  for (const binding of placements.bindings) {
    if (placements.of(binding) !== "frame") continue;
    if (binding.parameter !== null || (binding.captured && !isConstant(binding, names))) return null;
    const name = names.bindingName(binding);
    crossing.set(name, { name, variables: [binding], isFollowed: !binding.captured });
  }
  for (const name of names.environmentVariables()) crossing.set(name, { name, variables: [], isFollowed: false });
  for (const temp of placements.temps) {
    if (placements.of(temp) !== "frame" || placements.sent.has(temp)) continue;
    const name = names.tempName(temp);
    const known = crossing.get(name);
    if (known === undefined) crossing.set(name, { name, variables: [temp], isFollowed: true });
    else known.variables.push(temp);
  }
  const fields = fieldsOf([...crossing.values()], live, FIELDS - first);
  const sharing = new Map<number, number>();
  for (const field of fields.values()) sharing.set(field, (sharing.get(field) ?? 0) + 1);
  return [...fields].map(([{ name, variables }, field]) => {
    const savings: Savings =
      variables.length === 0 ? { isSavedAt: always, savingOps: [] } : savingsOf(variables, saved);
    const isAlone = variables.length > 0 && sharing.get(field) === 1;
    const areInt32 = isAlone && variables.every((each) => hasInt32(each, scopes, names));
    return { name, field: first + field, isParameter: false, isInt32: areInt32, ...savings };
  });
}

function hasInt32(variable: Variable, scopes: FileScopes, names: EmitNames): boolean {
  return variable.kind !== "temp" && scopes.isInt32(variable) && !names.startsUninitialized(variable);
}

/** When there are too few fields, variables that are never needed at the same time have one. */
function fieldsOf(crossing: readonly Crossing[], live: Liveness, available: number): Map<Crossing, number> {
  if (crossing.length <= available) return new Map(crossing.map((each, field) => [each, field]));
  const interference = live.interference();
  return colours(
    crossing,
    (one, other) =>
      !one.isFollowed ||
      !other.isFollowed ||
      one.variables.some((each) => other.variables.some((another) => interference.between(each, another))),
  );
}

/** Does every closure see the one value it ever has? */
function isConstant(binding: Binding, names: EmitNames): boolean {
  return binding.kind !== "var" && !binding.written && !names.startsUninitialized(binding);
}
