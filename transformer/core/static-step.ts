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
 * live in the state it resumes in, in the fields `v0` to `v3` of the activation (when there are more than four, the
 * last field holds an array).
 *
 * That is possible for functions at the top of a file which mention no `this`, `arguments`, `super` or `new.target`,
 * and as long as no closure can tell a variable from its copy. Other functions keep their variables around a closure.
 */
import type { FunctionView, HostNode, Standing } from "./dialect.js";
import type { EmitNames } from "./emit-names.js";
import type { Block, Machine, Variable } from "./ir.js";
import type { Liveness } from "./liveness.js";
import type { Placements } from "./placement.js";
import type { Binding, FileScopes, FunctionScope } from "./scope.js";

/** A variable that the activation keeps while the function waits. */
export interface Slot {
  readonly name: string;
  /** Has it a value when the function is called: is it a parameter? */
  readonly isParameter: boolean;
  /** Is it to be saved by a suspension that resumes in this block? */
  readonly isSavedFor: (resume: Block) => boolean;
}

/** The variables of a static step, and the statement it stands behind. */
export interface StaticStep {
  readonly statement: HostNode;
  readonly slots: readonly Slot[];
}

/** How many variables the activation has fields for. */
export const FIELDS = 4;

const always = (): boolean => true;
const never = (): boolean => false;

/** Where the step of a function may stand by itself, if it may. */
export function staticPlace(fn: FunctionScope, view: FunctionView, standing: Standing): HostNode | null {
  if (fn.parent !== null || standing.statement === null || view.isGenerator || view.kind === "method") return null;
  if (fn.usesReceiver || fn.evals.length > 0 || view.directives.includes("use strict")) return null;
  const self = view.selfName === null ? undefined : fn.scope?.bindings.get(view.selfName);
  if (self?.kind === "self" && self.names.length > 1) return null;
  const isShared = parametersOf(fn).some((binding) => binding.captured && isWritten(binding));
  return isShared ? null : standing.statement;
}

/** Does a parameter change? `var a = 1` in the body may change `a`. */
function isWritten(binding: Binding): boolean {
  return binding.written || binding.names.filter(({ mode }) => mode === "declare").length > 1;
}

function parametersOf(fn: FunctionScope): Binding[] {
  return [...(fn.scope?.bindings.values() ?? [])].filter(({ kind }) => kind === "parameter");
}

/**
 * The parameters that the body uses. When all are plain names it is all of them, in their order: a call may then pass its
 * arguments as they are.
 */
export function parameterSlots(scopes: FileScopes, fn: FunctionScope, view: FunctionView): Slot[] {
  const intervals = view.parameters.map(({ node }) => scopes.nameInterval(node));
  const isInBody = (index: number): boolean => !intervals.some(([start, end]) => index >= start && index < end);
  const bindings = parametersOf(fn);
  const arePlain = hasPlainParameters(view) && bindings.length === view.parameters.length;
  return bindings
    .filter(({ names }) => arePlain || names.some(({ index }) => isInBody(index)))
    .map((binding) => {
      const isSavedFor = isWritten(binding) ? always : never;
      return { name: binding.name, isParameter: true, isSavedFor };
    });
}

/** Are the parameters nothing but names? */
export function hasPlainParameters({ parameters }: FunctionView): boolean {
  return parameters.every(({ isIdentifier, hasDefault, isRest }) => isIdentifier && !hasDefault && !isRest);
}

/** The variables of a machine that cross a suspension; `null` when a closure shares one in a way a copy would spoil. */
export function frameSlots(machine: Machine, placements: Placements, names: EmitNames, live: Liveness): Slot[] | null {
  if (machine.functions.length > 0) return null;
  const whenLive = (variable: Variable) => (resume: Block) => live.get(resume)?.has(variable) ?? true;
  const slots: Slot[] = [];
  for (const binding of placements.bindings) {
    if (placements.of(binding) !== "frame") continue;
    if (binding.parameter !== null || (binding.captured && !isConstant(binding, names))) return null;
    const isSavedFor = binding.captured ? always : whenLive(binding);
    slots.push({ name: names.bindingName(binding), isParameter: false, isSavedFor });
  }
  for (const name of names.environmentVariables()) slots.push({ name, isParameter: false, isSavedFor: always });
  for (const temp of placements.temps) {
    if (placements.of(temp) !== "frame" || placements.sent.has(temp)) continue;
    slots.push({ name: names.tempName(temp), isParameter: false, isSavedFor: whenLive(temp) });
  }
  return slots;
}

/** Does every closure see the one value it ever has? */
function isConstant(binding: Binding, names: EmitNames): boolean {
  return binding.kind !== "var" && !binding.written && !names.startsUninitialized(binding);
}
