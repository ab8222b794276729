/**
 * What all primitives have in common: a name for messages, a loop they belong to, and who can end the wait for them.
 */
import { currentLoop } from "../../core/ambient.js";
import { ForeignLoopError } from "../../core/errors.js";
import type { LoopCore } from "../../core/loop-core.js";
import { current } from "../../core/root.js";
import { Task } from "../../core/task.js";

/** Options of every primitive. */
export interface PrimitiveOptions {
  /** A name for messages (deadlock reports, `String(lock)`). */
  readonly name?: string | undefined;
}

/** Something tasks wait for. */
export abstract class Resource {
  /** The name it was given. */
  readonly name: string | undefined;
  #loop: LoopCore | undefined;

  constructor(options: PrimitiveOptions = {}) {
    this.name = options.name;
  }

  /** @internal What it is, for messages: `the lock "accounts"`. */
  abstract describe(): string;

  /** @internal The tasks that can end the wait; none when nobody in particular can. */
  owners(): readonly Task[] {
    return [];
  }

  /** @internal */
  protected named(kind: string): string {
    const article = /^[aeiou]/.test(kind) ? "an" : "a";
    return this.name === undefined ? `${article} ${kind}` : `the ${kind} "${this.name}"`;
  }

  /**
   * @internal The loop it belongs to: the one on which somebody had to wait for it first. So primitives can be made before
   * any loop runs.
   * @throws {ForeignLoopError} when somebody waits for it on another loop
   */
  loop(): LoopCore {
    const running = currentLoop();
    this.#loop ??= running;
    if (this.#loop !== running) {
      throw new ForeignLoopError(
        `${this.describe()} is bound to a different loop: tasks of two loops cannot share it; make one for each loop`,
      );
    }
    return running;
  }
}

/** The task that runs now, or null outside of tasks. */
export function actingTask(): Task | null {
  return current.task instanceof Task ? current.task : null;
}
