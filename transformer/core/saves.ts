/**
 * Saves: what a suspension of a static step has to save.
 *
 * The activation has a variable's value already unless it was assigned since the step began; and what is not live where
 * the suspension resumes nobody asks for.
 *
 *     b0: a = f(); b = g(); await h() -> b1      saves a and b
 *     b1: b = k(a, b); await l() -> b2           saves b when h() suspended; a as well when the step went on by itself
 *     b2: return a + b
 *
 * A variable that is assigned at one place, and would be saved at several, is saved where it is assigned:
 * `$.v0 = a = f()`.
 */
import { invariant } from "./errors.js";
import { type Block, type Expr, type Machine, type Op, type Suspend, type Variable, successors } from "./ir.js";
import type { Liveness } from "./liveness.js";
import type { Placements } from "./placement.js";
import type { FileScopes } from "./scope.js";
import { leapsOf } from "./simplify.js";
import { type Use, childrenOf, usesOfOp, usesOfTerminator } from "./uses.js";

export interface Saves {
  /** Has the suspension to save the variable? */
  isSavedAt(suspend: Suspend, variable: Variable): boolean;
  /** The one operation that assigns the variable, when it is to save it at once. */
  savingOp(variable: Variable): Op | undefined;
}

export function saves(machine: Machine, scopes: FileScopes, placements: Placements, live: Liveness): Saves {
  const writes = new Map(machine.blocks.map((block) => [block, writtenIn(block, scopes, placements)] as const));
  const unsaved = unsavedAtEnd(machine, writes);
  const isLive = (variable: Variable, block: Block): boolean =>
    // What a closure holds, and what stands in the parameters, is not followed.
    (variable.kind !== "temp" && (variable.captured || variable.kind === "parameter")) ||
    live.before(block).has(variable);
  const isNeeded = ({ resume, returnTo }: Suspend, variable: Variable): boolean =>
    isLive(variable, resume) || (returnTo !== null && isLive(variable, returnTo));
  const at = new Map<Suspend, Set<Variable>>();
  for (const block of machine.blocks) {
    if (block.terminator?.kind !== "suspend") continue;
    const suspend = block.terminator;
    at.set(suspend, new Set([...(unsaved.get(block) ?? [])].filter((variable) => isNeeded(suspend, variable))));
  }
  const atOnce = savedAtOnce(machine, scopes, writes, [...at.values()]);
  return {
    isSavedAt: (suspend, variable) => !atOnce.has(variable) && (at.get(suspend)?.has(variable) ?? true),
    savingOp: (variable) => atOnce.get(variable),
  };
}

/** The variables that a block assigns, one entry for each assignment. */
function writtenIn(block: Block, scopes: FileScopes, placements: Placements): Variable[] {
  const found: Variable[] = [];
  const note = (use: Use): void => {
    if (use.kind === "binding") found.push(use.binding);
    else if (use.kind === "name" && use.event.mode !== "read" && use.event.binding !== null)
      found.push(use.event.binding);
  };
  // The compiler may assign to a name that is only read where it stands (annex-b.ts).
  const targets = (expr: Expr): void => {
    if (expr.kind === "temp" || expr.kind === "binding") return;
    if (expr.kind === "host") for (const value of expr.holes.values()) targets(value);
    else for (const child of childrenOf(expr)) targets(child);
    if (expr.kind !== "assign" || expr.target.kind !== "host") return;
    for (const { binding } of scopes.namesIn(expr.target.node)) if (binding !== null) found.push(binding);
  };
  const ops = (list: readonly Op[]): void => {
    for (const op of list) {
      if ((op.kind === "effect" || op.kind === "temp" || op.kind === "declare") && op.value !== null) targets(op.value);
      for (const use of usesOfOp(op, scopes)) note(use);
      if (op.kind === "temp") found.push(op.temp);
      if (op.kind === "named") found.push(op.binding);
      // What may be looked at too early gets a value that says so.
      if (op.kind === "scope")
        for (const binding of op.scope.bindings.values())
          if (binding.names.some((event) => placements.unchecked.has(event))) found.push(binding);
    }
  };
  ops(block.ops);
  for (const leap of leapsOf(block)) ops(leap.ops);
  const { terminator } = block;
  if (terminator === null) return found;
  for (const use of usesOfTerminator(terminator, scopes)) note(use);
  if (terminator.kind === "branch") targets(terminator.test);
  else if ("value" in terminator && terminator.value !== null) targets(terminator.value);
  return found;
}

/** What may have been assigned since the step began, at the end of each block. */
function unsavedAtEnd(
  machine: Machine,
  writes: ReadonlyMap<Block, readonly Variable[]>,
): ReadonlyMap<Block, ReadonlySet<Variable>> {
  const result = new Map<Block, Set<Variable>>(machine.blocks.map((block) => [block, new Set(writes.get(block))]));
  const everything = new Set([...writes.values()].flat());
  const pending = new Set(machine.blocks);
  const reach = (target: Block, from: Iterable<Variable>): void => {
    const known = result.get(target);
    invariant(known !== undefined, "a block that is reached is the machine's");
    const { size } = known;
    for (const variable of from) known.add(variable);
    if (known.size > size) pending.add(target);
  };
  for (const block of pending) {
    pending.delete(block);
    const known = result.get(block) ?? [];
    for (const op of block.ops) if (op.kind === "handler" && op.block !== null) reach(op.block, everything);
    for (const leap of leapsOf(block)) {
      for (const op of leap.ops) if (op.kind === "handler" && op.block !== null) reach(op.block, everything);
      if (leap.terminator.kind === "goto") reach(leap.terminator.target, known);
    }
    // A suspension may go on within the step.
    if (block.terminator !== null) for (const next of successors(block.terminator)) reach(next, known);
  }
  return result;
}

function savedAtOnce(
  machine: Machine,
  scopes: FileScopes,
  writes: ReadonlyMap<Block, readonly Variable[]>,
  saved: readonly ReadonlySet<Variable>[],
): ReadonlyMap<Variable, Op> {
  const counts = new Map<Variable, number>();
  for (const list of writes.values()) for (const each of list) counts.set(each, (counts.get(each) ?? 0) + 1);
  const result = new Map<Variable, Op>();
  for (const { ops } of machine.blocks) {
    for (const op of ops) {
      const variable = assignedBy(op, scopes);
      if (variable === null || counts.get(variable) !== 1) continue;
      if (saved.filter((set) => set.has(variable)).length > 1) result.set(variable, op);
    }
  }
  return result;
}

/** The variable that an operation does nothing but assign. */
function assignedBy(op: Op, scopes: FileScopes): Variable | null {
  if (op.kind === "temp") return op.temp;
  return op.kind === "declare" ? (scopes.event(op.pattern)?.binding ?? null) : null;
}
