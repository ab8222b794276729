/**
 * What a fixture gets besides `log`. This file is never compiled by the project: in compiled fixtures the name
 * `Promise` means the loop's, and `kit.native` is how they get hold of the engine's.
 */
export interface Kit {
  readonly native: {
    /** A settled promise of the engine. */
    resolve(value?: unknown): Promise<unknown>;
    /** A rejected promise of the engine; handled, so that nobody complains when a program drops it. */
    reject(error: unknown): Promise<never>;
    /** A pending promise of the engine and its two levers. */
    pending(): { promise: Promise<unknown>; resolve(value?: unknown): void; reject(error: unknown): void };
    /** A promise of the engine that fulfils after `ticks` turns of the microtask queue. */
    after(ticks: number, value?: unknown): Promise<unknown>;
    /** Awaits `value` in an async function of the engine and gives that function's promise. */
    awaited(value: unknown): Promise<unknown>;
    /** Drains an async iterable by the engine's `for await`. */
    collect(iterable: AsyncIterable<unknown>): Promise<unknown[]>;
    /** The engine's own `Promise.all`, fed with whatever the program has. */
    all(values: readonly unknown[]): Promise<unknown[]>;
  };
  /** Which way the program is being run; only for fixtures about the difference. */
  readonly isCompiled: boolean;
}

export function makeKit(isCompiled: boolean): Kit {
  return {
    isCompiled,
    native: {
      resolve: (value) => Promise.resolve(value),
      reject: (error) => {
        const promise = Promise.reject(error);
        promise.catch(() => {});
        return promise;
      },
      pending: () => {
        let resolve!: (value?: unknown) => void;
        let reject!: (error: unknown) => void;
        const promise = new Promise<unknown>((onFulfilled, onRejected) => {
          resolve = onFulfilled;
          reject = onRejected;
        });
        return { promise, resolve, reject };
      },
      after: (ticks, value) => {
        let promise: Promise<unknown> = Promise.resolve(value);
        for (let i = 1; i < ticks; i++) promise = promise.then(() => value);
        return promise;
      },
      awaited: async (value) => await value,
      collect: async (iterable) => {
        const items: unknown[] = [];
        for await (const item of iterable) items.push(item);
        return items;
      },
      all: (values) => Promise.all(values),
    },
  };
}
