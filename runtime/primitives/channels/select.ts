/**
 * `select`: the first of several channel operations that can take place. Go's `select`, Kotlin's `select`.
 *
 *     const chosen = await select({ order: orders.receiving(), stop: stop.receiving(), sent: out.sending(report) });
 *     if (chosen.key === "order") handle(chosen.value);
 *
 * Exactly one of them takes place, or none when it is cancelled.
 */
import { ArgumentError } from "../argument-error.js";
import { Attempt } from "./attempt.js";
import type { Selectable } from "./channel.js";
import { WouldBlock } from "./errors.js";

/** The operations to choose from, by names of the caller's. */
export type Cases = Readonly<Record<string, Selectable<unknown>>>;

/** Which of them took place, and what it gave: a union with one member per case. */
export type Selected<C extends Cases> = {
  [K in keyof C]: {
    /** The case's name. */
    readonly key: K;
    /** What was received; undefined for a case that sends. */
    readonly value: C[K] extends Selectable<infer R> ? R : never;
  };
}[keyof C];

/**
 * Waits until one of the operations can take place, does it, and tells which. When several can at once, the first in the
 * order of `cases` is done. (Not in asyncio; Go's `select`.) A coroutine: it must be awaited; when it throws `CancelledError` none took place.
 *
 * Throws what the operation itself would: `ClosedResourceError`, `BrokenResourceError`, `EndOfChannel`; {@link ArgumentError}
 * without a case.
 */
export async function select<const C extends Cases>(cases: C): Promise<Selected<C>> {
  "use coroutine";
  const chosen = choose(cases);
  if (chosen !== undefined) return chosen;
  const entries = Object.entries(cases);
  const first = entries[0];
  if (first === undefined)
    throw new ArgumentError("select needs an operation to wait for: a.receiving(), b.sending(value)");
  const attempt = new Attempt(first[1].state.loop(), first[1].state);
  for (const [key, operation] of entries) {
    operation.state.loop();
    operation.enlist(attempt, key);
  }
  return (await attempt.outcome()) as Selected<C>;
}

/**
 * Does the first of the operations that can take place at once.
 *
 * @throws {WouldBlock} when none can.
 * @throws what the operation itself would: `ClosedResourceError`, `BrokenResourceError`, `EndOfChannel`.
 */
export function selectNowait<const C extends Cases>(cases: C): Selected<C> {
  const chosen = choose(cases);
  if (chosen === undefined) throw new WouldBlock("none of the operations could take place at once");
  return chosen;
}

function choose<C extends Cases>(cases: C): Selected<C> | undefined {
  for (const [key, operation] of Object.entries(cases)) {
    const done = operation.poll();
    if (done !== undefined) return { key, value: done.value } as Selected<C>;
  }
  return undefined;
}
