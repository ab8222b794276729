/**
 * The async generators of a loop that were begun, so that `shutdownAsyncgens` can run their `finally` blocks. The registry is
 * weak: a generator nobody holds any more may go, and is closed at shutdown only if it is still there.
 */
import type { Deferred } from "./deferred.js";

/** What the registry needs of a generator. */
export interface ClosableGenerator {
  /** Closes it, as `return()` does, also when it is suspended at an inner await. */
  aclose(): Deferred;
  /** Whether it has ended. */
  readonly finished: boolean;
}

export class GeneratorRegistry {
  private refs: WeakRef<ClosableGenerator>[] = [];
  private limit = 64;

  add(generator: ClosableGenerator): void {
    if (this.refs.length >= this.limit) this.prune();
    this.refs.push(new WeakRef(generator));
  }

  private prune(): void {
    this.refs = this.refs.filter((ref) => ref.deref()?.finished === false);
    this.limit = Math.max(64, 2 * this.refs.length);
  }

  /**
   * Closes all that `only` picks; `failed` is told what any of them threw, `done` is called when all have ended.
   */
  shutdown(
    only: (generator: ClosableGenerator) => boolean,
    failed: (error: unknown, generator: ClosableGenerator) => void,
    done: () => void,
  ): void {
    const refs = this.refs;
    this.refs = [];
    let open = 1;
    const oneLess = (): void => {
      if (--open === 0) done();
    };
    for (const ref of refs) {
      const generator = ref.deref();
      if (generator === undefined || generator.finished) continue;
      if (!only(generator)) {
        this.refs.push(ref);
        continue;
      }
      open += 1;
      generator.aclose().addDoneCallback((closed) => {
        if (!closed.cancelled()) {
          const error = closed.exception();
          if (error !== undefined) failed(error, generator);
        }
        oneLess();
      });
    }
    oneLess();
  }
}
