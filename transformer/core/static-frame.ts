/**
 * The code around a static step (static-step.ts): what the call passes, what a step loads first, and what it saves
 * before it suspends.
 *
 *     _task(_f, f$step, new.target, a, b, c, [d, void 0])      four fields or, when there are more variables,
 *     let a = $.v0, b = $.v1, c = $.v2, $frame = $.v3,         three fields and an array
 *         d = $frame[0], e = $frame[1];
 *     $.v1 = b; $frame[1] = e; return $v;
 */
import type { Builder, HostNode } from "./dialect.js";
import type { Block } from "./ir.js";
import { FIELDS, type Slot } from "./static-step.js";

/** How many variables have a field of their own. */
function direct(slots: readonly Slot[]): number {
  return slots.length > FIELDS ? FIELDS - 1 : FIELDS;
}

/** The arguments of the call that makes the activation: the variables' first values. */
export function initialValues(build: Builder, slots: readonly Slot[]): HostNode[] {
  const value = (slot: Slot): HostNode => (slot.isParameter ? build.identifier(slot.name) : build.undefined());
  const fields = slots.slice(0, direct(slots));
  const rest = slots.slice(direct(slots));
  if (rest.length > 0) return [...fields.map(value), build.array(rest.map(value))];
  const last = fields.findLastIndex(({ isParameter }) => isParameter);
  return fields.slice(0, last + 1).map(value);
}

/** The declaration at the start of the step. */
export function loads(build: Builder, $: string, frame: string, slots: readonly Slot[]): HostNode[] {
  if (slots.length === 0) return [];
  const declarators = slots.map(({ name }, index) => ({
    target: name,
    initializer: place(build, $, frame, slots, index),
  }));
  if (slots.length > FIELDS) {
    const array = build.member(build.identifier($), `v${String(FIELDS - 1)}`);
    declarators.splice(direct(slots), 0, { target: frame, initializer: array });
  }
  return [build.variable("let", declarators)];
}

/** The assignments before a suspension that resumes in `resume`. */
export function savesBefore(
  build: Builder,
  $: string,
  frame: string,
  slots: readonly Slot[],
  resume: Block,
): HostNode[] {
  return slots.flatMap((slot, index) => {
    if (!slot.isSavedFor(resume)) return [];
    const target = place(build, $, frame, slots, index);
    return [build.expressionStatement(build.assign(target, "=", build.identifier(slot.name)))];
  });
}

function place(build: Builder, $: string, frame: string, slots: readonly Slot[], index: number): HostNode {
  if (index < direct(slots)) return build.member(build.identifier($), `v${String(index)}`);
  return build.index(build.identifier(frame), build.number(index - direct(slots)));
}
