/**
 * How main is started: called or taken as it is, on the loop it is meant for; and what is said when that cannot work.
 *
 * A plain `tsc` ignores `plugins` in silence, so the first sign of a project that is not set up is often a native promise
 * where a task was expected. It is caught here and the message says what to do.
 */
import type { Context } from "./core/context.js";
import { isCoroutine } from "./core/coroutine.js";
import { Deferred } from "./core/deferred.js";
import { ensureFuture } from "./core/ensure-future.js";
import { ForeignLoopError, NotCompiledError } from "./core/errors.js";
import { Future } from "./core/future.js";
import { loops } from "./core/loop-core.js";
import { Task } from "./core/task.js";
import type { RunScope } from "./run-scope.js";

/** What can be run: a function that starts the program, or something to await. */
export type Main<T> = (() => PromiseLike<T> | T) | PromiseLike<T>;

/** How it is started. */
export interface StartOptions {
  /** The context main runs in; a copy of the current one when left out. */
  readonly context?: Context | undefined;
  /** The main task's name. */
  readonly name?: string | undefined;
}

/**
 * Starts main on the loop of `scope`.
 *
 * @throws {NotCompiledError} when main is an async function that was not compiled, or nothing that could be run.
 * @throws {ForeignLoopError} when it is a task that runs on another loop already.
 */
export function startMain<T>(scope: RunScope, main: Main<T>, options: StartOptions): Future<T> {
  const { context, name } = options;
  const start = (): Future<T> => scope.enter(() => onLoop(scope, main));
  const future = context === undefined ? start() : context.run(start);
  if (!(future instanceof Task)) return future;
  if (name !== undefined) future.setName(name);
  if (typeof main !== "function" && !isCoroutine(main)) scope.adopt(future as Task);
  if (context !== undefined) {
    // What main sets is to be found in the context, whichever of the two kinds of function it is.
    context.store = future.getContext().store;
    future.useContext(context);
  }
  return future;
}

function onLoop<T>(scope: RunScope, main: Main<T>): Future<T> {
  const { loop } = scope;
  const outer = loops.running;
  loops.running = loop;
  try {
    const begun: unknown = typeof main === "function" ? call(main) : main;
    if (begun instanceof Deferred && begun.loop !== loop) {
      throw new ForeignLoopError(
        "run was given a task that was started on another loop: give it the function, run(main) or run(() => main(args)), " +
          "and it starts on the loop asked for",
      );
    }
    if (isCoroutine(begun)) return loop.createTask(begun as PromiseLike<T>);
    if (isAwaitable(begun)) return ensureFuture(begun as PromiseLike<T>, { loop }) as Future<T>;
    if (typeof main !== "function") {
      throw new NotCompiledError(
        `run needs a function, or something to await; got ${String(begun)}. Write run(main), or run(() => main(args))`,
      );
    }
    const done = new Future<T>({ loop });
    done.setResult(begun as T);
    return done;
  } finally {
    loops.running = outer;
  }
}

function call<T>(main: () => PromiseLike<T> | T): unknown {
  if (isNativeAsync(main)) throw notCompiled(`the async function ${main.name || "given as main"}`);
  const begun: unknown = main();
  if (isNativePromise(begun)) throw notCompiled(`what ${main.name || "the function given as main"} calls`, begun);
  return begun;
}

/** Whether it is the engine's own kind of async function; compiled ones say they are one, but their text does not. */
function isNativeAsync(main: object): boolean {
  return (
    Object.prototype.toString.call(main) === "[object AsyncFunction]" &&
    /^(static\s+)?async\b/.test(Function.prototype.toString.call(main))
  );
}

function isNativePromise(value: unknown): value is PromiseLike<unknown> {
  return (
    !(value instanceof Deferred) && !isCoroutine(value) && Object.prototype.toString.call(value) === "[object Promise]"
  );
}

function isAwaitable(value: unknown): boolean {
  if (isNativePromise(value)) throw notCompiled("what was given as main", value);
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

function notCompiled(what: string, promise?: PromiseLike<unknown>): NotCompiledError {
  // The promise is dropped: should it fail, that is not a second error.
  promise?.then(undefined, () => {});
  return new NotCompiledError(
    `${what} was not compiled by tsyncio: it is the engine's own async function, whose promise no loop of ours can run. ` +
      'With TypeScript, compile with `tspc` instead of `tsc` and put { "transform": "tsyncio/transformer" } under "plugins" ' +
      'in tsconfig.json; with Babel, put "tsyncio/babel-preset" under "presets" in its configuration. ' +
      "The options include and exclude must not leave the file out. " +
      "`npx tsyncio doctor` looks at a project and says what is missing. " +
      "(To wait for a promise of a library, await it inside a compiled function.)",
  );
}
