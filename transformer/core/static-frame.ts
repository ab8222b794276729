/**
 * The code around a static step (static-step.ts): what the call passes, what a step loads first, and what it saves
 * before it suspends.
 *
 *     _task(_f, f$step, new.target, a, b, c, [d, void 0])      four fields or, when there are more variables,
 *     let a = $.v0, b = $.v1, c = $.v2, $frame = $.v3,         three fields and an array
 *         d = $frame[0], e = $frame[1] | 0;                    e is an integer wherever it has a value
 *     $.v1 = b; $frame[1] = e; return $v;
 */
import type { Builder, HostNode } from "./dialect.js";
import type { Op, Suspend } from "./ir.js";
import { FIELDS, fieldCount, type Slot } from "./static-step.js";

/** How many of the fields are the activation's own. */
function direct(slots: readonly Slot[]): number {
  return fieldCount(slots) > FIELDS ? FIELDS - 1 : FIELDS;
}

/** The arguments of the call that makes the activation: the variables' first values. */
export function initialValues(build: Builder, slots: readonly Slot[], self: string): HostNode[] {
  const values = Array.from({ length: fieldCount(slots) }, () => build.undefined());
  let last = -1;
  for (const { name, field, isParameter } of slots) {
    if (!isParameter) continue;
    values[field] = name === self ? build.this() : build.own(name);
    last = Math.max(last, field);
  }
  const count = direct(slots);
  if (values.length > count) return [...values.slice(0, count), build.array(values.slice(count))];
  return values.slice(0, last + 1);
}

/** The declaration at the start of the step. */
export function loads(build: Builder, $: string, frame: string, slots: readonly Slot[]): HostNode[] {
  if (slots.length === 0) return [];
  const declarators = slots.map((slot) => {
    const value = place(build, $, frame, slots, slot);
    return { target: slot.name, initializer: slot.isInt32 ? build.binary(value, "|", build.number(0)) : value };
  });
  if (fieldCount(slots) > FIELDS) {
    const array = build.member(build.own($), `v${String(FIELDS - 1)}`);
    const first = slots.findIndex(({ field }) => field >= direct(slots));
    declarators.splice(first, 0, { target: frame, initializer: array });
  }
  return [build.variable("let", declarators)];
}

/** The assignments before a suspension. */
export function savesBefore(
  build: Builder,
  $: string,
  frame: string,
  slots: readonly Slot[],
  suspend: Suspend,
): HostNode[] {
  return slots
    .filter((slot) => slot.isSavedAt(suspend))
    .map((slot) =>
      build.expressionStatement(build.assign(place(build, $, frame, slots, slot), "=", build.own(slot.name))),
    );
}

/** The field or element that keeps what `op` assigns, when that is to be saved at once. */
export function savedBy(build: Builder, $: string, frame: string, slots: readonly Slot[], op: Op): HostNode | null {
  const slot = slots.find(({ savingOps }) => savingOps.includes(op));
  return slot === undefined ? null : place(build, $, frame, slots, slot);
}

function place(build: Builder, $: string, frame: string, slots: readonly Slot[], { field }: Slot): HostNode {
  const count = direct(slots);
  if (field < count) return build.member(build.own($), `v${String(field)}`);
  return build.index(build.own(frame), build.number(field - count));
}
