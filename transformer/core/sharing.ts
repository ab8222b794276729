/**
 * Sharing: temps that are never needed at the same time have one name. So have variables of a static step one field
 * (static-step.ts).
 *
 *     _value = a.b; if (_value == void 0) …          both are done with `_value` before the next one sets it
 *     _value = c.d; if (_value == void 0) …
 *
 * Temps of one name are of one kind (`_value`, `_iterator`), so that the name still says what it holds. A temp declared
 * where it stands (`const _value`) shares its name with those of other states, and never hides one declared outside.
 */
import type { Temp } from "./ir.js";
import type { Layout } from "./layout.js";
import type { Interference, Liveness } from "./liveness.js";
import type { Placements } from "./placement.js";

/** For each temp the number that its name gets: `_value`, `_value_1`, … */
export function numberTemps(placements: Placements, order: Layout, live: Liveness): Map<Temp, number> {
  const byHint = new Map<string, Temp[]>();
  for (const temp of placements.temps) {
    if (placements.sent.has(temp)) continue;
    const known = byHint.get(temp.hint);
    if (known === undefined) byHint.set(temp.hint, [temp]);
    else known.push(temp);
  }
  let interference: Interference | undefined;
  const rootOf = (temp: Temp): unknown => {
    const block = placements.definedIn(temp);
    return block === undefined ? temp : order.rootOf(block);
  };
  const collide = (one: Temp, other: Temp): boolean => {
    const place = placements.of(one);
    if (place !== placements.of(other)) return true;
    if (place === "inPlace") return rootOf(one) === rootOf(other);
    return (interference ??= live.interference()).between(one, other);
  };
  const numbers = new Map<Temp, number>();
  for (const temps of byHint.values()) for (const [temp, number] of colours(temps, collide)) numbers.set(temp, number);
  return numbers;
}

/** The smallest number for each that none has with which it collides. */
export function colours<T>(items: readonly T[], collide: (one: T, other: T) => boolean): Map<T, number> {
  const result = new Map<T, number>();
  for (const item of items) {
    const taken = new Set<number>();
    for (const [other, number] of result) if (!taken.has(number) && collide(item, other)) taken.add(number);
    let number = 0;
    while (taken.has(number)) number++;
    result.set(item, number);
  }
  return result;
}
