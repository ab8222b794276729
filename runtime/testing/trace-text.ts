/**
 * A trace to be read, and to be compared.
 *
 *     0 ms
 *     Task-1 (main) starts
 *     Task-2 (withdraw) starts, called by Task-1 (main)
 *     Task-2 (withdraw) waits at withdraw (bank.ts:7:3) for its turn
 *     (2 of 3) Task-3 (withdraw) goes on at withdraw (bank.ts:7:3)
 *     Task-3 (withdraw) ends: returned
 *
 * Tasks have their own names; functions are written with the place the compiler knows.
 */
import { CANCELLED, type Deferred, FULFILLED, PENDING, STATE } from "../core/deferred.js";
import type { FunctionInfo } from "../core/function-info.js";
import { describeSlot, isOfRuntime } from "../core/graph.js";
import type { Task } from "../core/task.js";
import { BLOCKED, CHOICE, FINISHED, NOTE, SPAWNED, STEP, TIME, type TraceEvent, type TraceRecorder } from "./trace.js";

/** What happened in a run. */
export class Trace {
  readonly #recorder: TraceRecorder;
  #lines: readonly string[] | undefined;

  /** @internal */
  constructor(recorder: TraceRecorder) {
    this.#recorder = recorder;
  }

  /** One line for each event. */
  get lines(): readonly string[] {
    return (this.#lines ??= [...linesOf(this.#recorder.events())]);
  }

  /** The lines as one text, each ended by a line feed. */
  toString(): string {
    return this.lines.map((line) => `${line}\n`).join("");
  }
}

function* linesOf(events: Iterable<TraceEvent>): IterableIterator<string> {
  let chosen = "";
  let spawned: TraceEvent | null = null;
  for (const event of events) {
    if (spawned !== null && !isFirstStepOf(event, spawned)) yield `${nameOf(spawned.x)} is made${maker(spawned)}`;
    if (event.kind === CHOICE) {
      const choice = `(${event.b + 1} of ${event.a}`;
      if (event.x === "task") chosen = `${choice}) `;
      else yield `${choice}: ${event.x as string})`;
    } else if (event.kind !== SPAWNED) {
      const how = spawned !== null && isFirstStepOf(event, spawned) ? maker(spawned) : "";
      yield `${chosen}${lineOf(event)}${how}`;
      chosen = "";
    }
    spawned = event.kind === SPAWNED ? event : null;
  }
  if (spawned !== null) yield `${nameOf(spawned.x)} is made${maker(spawned)}`;
}

function isFirstStepOf(event: TraceEvent, spawned: TraceEvent): boolean {
  return event.kind === STEP && event.x === spawned.x;
}

function maker({ y }: TraceEvent): string {
  return y === null ? "" : `, by ${nameOf(y)}`;
}

function lineOf({ kind, a, x, y, z }: TraceEvent): string {
  switch (kind) {
    case TIME:
      return `${x as number} ms`;
    case STEP:
      return a === 0 ? `${nameOf(x)} starts` : `${nameOf(x)} goes on at ${placeOf(y, a)}`;
    case BLOCKED:
      return `${nameOf(x)} waits at ${placeOf(y, a)} for ${z === null ? "its turn" : describeSlot(z as Deferred)}`;
    case FINISHED:
      return `${nameOf(x)} ends: ${outcomeOf(x as Task)}`;
    case NOTE:
      return `note: ${x as string}`;
    default:
      return "";
  }
}

function nameOf(task: unknown): string {
  return (task as Task).describe();
}

function placeOf(info: unknown, state: number): string {
  const at = info as FunctionInfo;
  return isOfRuntime(at) ? `${at.name} (tsyncio)` : at.describe(state);
}

function outcomeOf(task: Task): string {
  const state = task.flags & STATE;
  if (state === PENDING) return "what it returned is followed";
  if (state === FULFILLED) return "returned";
  return state === CANCELLED ? "cancelled" : `threw ${errorName(task.value)}`;
}

/** An error's name is the program's or the standard's; its message may be the engine's. */
function errorName(error: unknown): string {
  try {
    return error instanceof Error ? String(error.name) : `a ${typeof error}`;
  } catch {
    return "an error";
  }
}
