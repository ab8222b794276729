/**
 * `run`: the front door of a program. Mirrors `asyncio.run`.
 *
 *     run(main);                                              // on the ambient loop; a task
 *     const value = run(main, { host: simulatedHost() });     // under virtual time; the value itself
 *
 * Starts main, and when it has ended does what asyncio's runner does: cancels what is left and waits for it, finalises async
 * generators, closes the loop if it made it. On a loop that it did not make it ends only what main started. An existing
 * program needs none of this: compiled functions that are just called run on the ambient loop.
 */
import type { Context } from "./core/context.js";
import type { Future } from "./core/future.js";
import type { Task } from "./core/task.js";
import type { SimulatedHost } from "./hosts/simulated.js";
import { cancelOnAbort, type SignalOptions } from "./primitives/abort-signal.js";
import { checkNotRunning, chooseLoop, type LoopChoice } from "./run-loop.js";
import { startMain, type Main } from "./run-main.js";
import { homeOf, supervise } from "./run-platform.js";
import { RunScope } from "./run-scope.js";
import { shutDownFrom, shutDownNow } from "./run-shutdown.js";

/** Options of {@link run}. */
export interface RunOptions extends LoopChoice, SignalOptions {
  /** The context main runs in; a copy of the current one when left out. */
  readonly context?: Context | undefined;
  /** The main task's name. */
  readonly name?: string | undefined;
}

/**
 * Runs a program: `main` is the function that starts it (`run(main)`, `run(() => main(args))`), or something to await.
 * Mirrors `asyncio.run`.
 *
 * Under a host that can advance time (`simulatedHost()`) it returns main's value, or throws main's error. Elsewhere it returns
 * a task that ends as main does, after everything main started has ended; if it fails and nobody looks, the process fails.
 * While main runs, SIGINT cancels it (exit code 130, `InterruptError`); a second one ends the process. A process that would end
 * although main waits fails with `DeadlockError`, which tells who waits for whom.
 *
 * @throws {NotCompiledError} when main is an async function that was not compiled; the message says what to do.
 * @throws {ForeignLoopError} when main is a task of another loop than the one asked for.
 * @throws {LoopStateError} when called from inside a loop under virtual time, for that loop.
 * @throws {DeadlockError} under a simulated host, when nothing can ever happen any more.
 * @throws {ArgumentError} when both a loop and a host are given.
 */
export function run<T>(main: Main<T>, options: RunOptions & { readonly host: SimulatedHost }): T;
export function run<T>(main: Main<T>, options?: RunOptions & { readonly loop?: undefined }): Task<T>;
export function run<T>(main: Main<T>, options: RunOptions): Task<T> | T;
export function run<T>(main: Main<T>, options: RunOptions = {}): Task<T> | T {
  const { loop, made } = chooseLoop(options);
  checkNotRunning(loop);
  const scope = new RunScope(loop, made);
  const start = (): Future<T> => {
    const started = startMain(scope, main, options);
    if (options.signal !== undefined) cancelOnAbort(started, options.signal);
    return started;
  };
  return loop.host.advance === undefined ? onPlatform(scope, start) : toTheEnd(scope, start);
}

function toTheEnd<T>(scope: RunScope, start: () => Future<T>): T {
  const { loop } = scope;
  let failure: { readonly error: unknown } | undefined;
  let result: T | undefined;
  try {
    result = loop.runUntilComplete(start()) as T;
  } catch (error) {
    failure = { error };
  }
  try {
    shutDownNow(scope);
  } catch (error) {
    failure ??= { error };
  }
  if (failure !== undefined) throw failure.error;
  return result as T;
}

function onPlatform<T>(scope: RunScope, start: () => Future<T>): Task<T> {
  const home = homeOf(scope);
  try {
    return supervise(home, start(), () => shutDownFrom(home, scope));
  } catch (error) {
    if (scope.ownsLoop) scope.loop.close();
    throw error;
  }
}
