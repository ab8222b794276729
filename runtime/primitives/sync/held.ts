/**
 * What is acquired, held for a while and released: the two ways of writing it, for everything that has `acquire` and
 * `release`.
 *
 *     await using _ = lock;                          from here to the end of the block, as `async with lock:`
 *     await lock.run(async () => { … });             the same for callers that are not compiled
 *
 * The declaration is the lock itself, as with `timeout` and task groups, so that all blocks with a meaning read alike; there
 * is nothing that could be released twice or forgotten.
 */
import { asyncEnter, asyncExit } from "../../core/disposal.js";
import { LockStateError } from "./errors.js";
import { Resource } from "./resource.js";

/** Something that can be held. */
export abstract class Held extends Resource {
  /** Waits until it can be had, and takes it. */
  abstract acquire(): Promise<true>;
  /** Gives it back. */
  abstract release(): void;

  /** Runs `body` while holding it, and gives what `body` gives. The form for callers that are not compiled. */
  async run<T>(body: () => PromiseLike<T> | T): Promise<T> {
    "use task";
    await using _ = this;
    return await body();
  }

  /** @internal Takes it if that needs no waiting. */
  abstract take(): boolean;

  /** Acquires it: called by compiled `await using`. What is free is taken without an await. */
  [asyncEnter](): PromiseLike<true> | undefined {
    return this.take() ? undefined : this.acquire();
  }

  /** Releases it: called by compiled `await using`. */
  [asyncExit](): void {
    this.release();
  }

  /** Refuses: where `await using` is not compiled, nothing was acquired when the block began. */
  [Symbol.asyncDispose](): never {
    throw new LockStateError(
      `\`await using\` of ${this.describe()} works in compiled code only, and nothing was acquired here: ` +
        "write `await it.run(async () => { … })`",
    );
  }
}
