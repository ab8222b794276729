/**
 * `Runner`: several mains one after the other, on one loop and in one context. Mirrors `asyncio.Runner`.
 *
 *     const runner = new Runner({ host: simulatedHost() });
 *     runner.run(prepare);            // what it sets in context variables …
 *     runner.run(check);              // … is seen here
 *     runner.close();
 *
 * The loop is made when it is first needed. A runner is *open*, *running* (on a platform, where `run` gives a task), or
 * *closed* for good.
 */
import { copyContext, type Context } from "./core/context.js";
import type { EventLoop } from "./core/loop.js";
import type { Task } from "./core/task.js";
import { ambientHost } from "./hosts/ambient.js";
import { RunnerStateError } from "./run-errors.js";
import { checkNotRunning, checkUnhandled, chooseLoop, newLoop, type ChosenLoop, type LoopChoice } from "./run-loop.js";
import { startMain, type Main, type StartOptions } from "./run-main.js";
import { homeOf, supervise } from "./run-platform.js";
import { RunScope } from "./run-scope.js";
import { shutDownFrom, shutDownNow } from "./run-shutdown.js";

/** Options of {@link Runner}. Without a loop or host: a new loop on the platform. */
export type RunnerOptions = LoopChoice;

/**
 * Runs several mains, one after the other, on one loop and in one context. Mirrors `asyncio.Runner`.
 *
 *     using runner = new Runner({ host: simulatedHost() });
 *     runner.run(prepare);            // what it sets in context variables …
 *     runner.run(check);              // … is seen here
 */
export class Runner {
  readonly #options: RunnerOptions;
  #chosen: ChosenLoop | undefined;
  #scope: RunScope | undefined;
  #context: Context | undefined;
  #running: Task | undefined;
  #closing: Task<void> | undefined;
  #closed = false;

  /** Nothing is made yet: the loop comes with the first `run` or `getLoop`. */
  constructor(options: RunnerOptions = {}) {
    this.#options = options;
  }

  /**
   * The loop of this runner. Mirrors `Runner.get_loop`.
   *
   * @throws {RunnerStateError} when the runner is closed.
   */
  getLoop(): EventLoop {
    return this.#open().loop;
  }

  /**
   * Runs `main` to its end: see `run`, but nothing else is ended and the loop stays open. Mirrors `Runner.run`.
   *
   * Under a host that can advance time it returns main's value or throws its error; elsewhere it returns a task.
   *
   * @throws {RunnerStateError} when the runner is closed, or the main before has not ended.
   * @throws what `run` throws
   */
  run<T>(main: Main<T>, options: StartOptions = {}): Task<T> | T {
    const { loop, made } = this.#open();
    if (this.#running?.done() === false) {
      throw new RunnerStateError(
        "this runner runs a main already: wait for the task that run() gave before the next one",
      );
    }
    checkNotRunning(loop);
    const scope = (this.#scope ??= new RunScope(loop, made));
    const context = options.context ?? (this.#context ??= copyContext());
    const started = startMain(scope, main, { ...options, context });
    if (loop.host.advance !== undefined) {
      const result = loop.runUntilComplete(started) as T;
      checkUnhandled(loop);
      return result;
    }
    const task = supervise(homeOf(scope), started, () => {});
    this.#running = task;
    return task;
  }

  /**
   * Ends what is left, finalises async generators and closes the loop, if this runner made it. Once; later calls give the
   * same. Under a host that can advance time it is done on return; elsewhere when the task it returns is. Mirrors
   * `Runner.close`.
   *
   * @throws {RunnerStateError} while a main is running.
   */
  close(): Task<void> | undefined {
    if (this.#running?.done() === false) {
      throw new RunnerStateError("this runner's main has not ended: wait for it, or cancel it, before close()");
    }
    if (this.#closed) return this.#closing;
    this.#closed = true;
    const scope = this.#scope ?? this.#idleScope();
    if (scope === undefined) return undefined;
    const { loop } = scope;
    if (loop.host.advance === undefined) {
      const home = homeOf(scope);
      this.#closing = home.createTask(shutDownFrom(home, scope), { name: "close", eagerStart: true });
      return this.#closing;
    }
    shutDownNow(scope);
    return undefined;
  }

  /** `await using runner = new Runner()` closes it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** `using runner = new Runner({ host: simulatedHost() })` closes it. */
  [Symbol.dispose](): void {
    this.close();
  }

  #open(): ChosenLoop {
    if (this.#closed) throw new RunnerStateError("this runner is closed: make a new one");
    this.#chosen ??= chooseLoop(this.#options, () => newLoop(ambientHost()));
    return this.#chosen;
  }

  /** What there is to close when nothing was run: a loop that `getLoop` made. */
  #idleScope(): RunScope | undefined {
    return this.#chosen === undefined ? undefined : new RunScope(this.#chosen.loop, this.#chosen.made);
  }
}
