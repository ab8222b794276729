/**
 * Hand-made compiled functions, for tests that need no compiler: a flow is a list of stages, and what a stage returns is
 * awaited before the next one runs with the outcome. The last stage's value is the result.
 *
 *     flow("main", () => sleep(5), () => "done")        async function main() { await sleep(5); return "done"; }
 */
import { coroutine, task } from "../../../runtime/core/create-task.js";
import type { Coroutine } from "../../../runtime/core/coroutine.js";
import { describe as info } from "../../../runtime/core/describe.js";
import { EventLoop } from "../../../runtime/core/loop.js";
import type { Task } from "../../../runtime/core/task.js";
import { simulatedHost, type SimulatedHost } from "../../../runtime/hosts/simulated.js";

/** The part of an activation a stage may use. */
export interface Activation {
  state: number;
  handler: number;
  await(state: number, value: unknown): unknown;
  named(error: unknown): unknown;
}

export type Stage = (value: never, $: Activation) => unknown;

function stepOf(stages: readonly Stage[]) {
  return ($: Activation, value: unknown): unknown => {
    const at = $.state;
    const result = (stages[at] as (value: unknown, $: Activation) => unknown)(value, $);
    return at === stages.length - 1 ? result : $.await(at + 1, result);
  };
}

/** Calls a task function: it has run up to its first await. */
export function flow<T = unknown>(name: string, ...stages: Stage[]): Task<T> {
  return task(info(name, "test.ts", []), stepOf(stages) as never) as Task<T>;
}

/** Calls a coroutine function: nothing has run. */
export function lazy<T = unknown>(name: string, ...stages: Stage[]): Coroutine<T> {
  return coroutine(info(name, "test.ts", []), stepOf(stages) as never) as Coroutine<T>;
}

/** As `flow`, with everything from the first stage on inside `try { … } catch { handler }`: the handler's value is the result. */
export function guarded<T = unknown>(name: string, stages: Stage[], handler: (error: unknown) => unknown): Task<T> {
  const last = stages.length;
  const run = stepOf(stages);
  const step = ($: Activation, value: unknown): unknown => {
    if ($.state === last) {
      $.handler = 0;
      return handler($.named(value));
    }
    $.handler = last;
    return run($, value);
  };
  return task(info(name, "test.ts", []), step as never) as Task<T>;
}

/** A loop under virtual time, with what it reported. */
export interface Simulation {
  readonly loop: EventLoop;
  readonly host: SimulatedHost;
  readonly unhandled: unknown[];
  readonly warnings: string[];
  /** Runs `stages` as the main coroutine to its end and returns its result. */
  run<T>(...stages: Stage[]): T;
}

export function simulation(): Simulation {
  const unhandled: unknown[] = [];
  const warnings: string[] = [];
  const host = simulatedHost({
    onUnhandled: (error) => unhandled.push(error),
    onWarning: (message) => warnings.push(message),
  });
  const loop = new EventLoop(host);
  return {
    loop,
    host,
    unhandled,
    warnings,
    run: <T>(...stages: Stage[]) => loop.runUntilComplete(lazy<T>("main", ...stages)) as T,
  };
}
