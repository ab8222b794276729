/**
 * From a future to a promise of the platform, for the few places that accept nothing else.
 *
 * A future of this runtime is a thenable and says yes to `instanceof Promise`; native `await`, `Promise.all`, streams and
 * frameworks take it as it is. What cannot be imitated is the engine's own brand: `util.types.isPromise`, a React server
 * component, a worker's `postMessage`. This is the only place where the runtime makes a native promise, and only when asked.
 */

/** What is used of the platform's `Promise`. */
type NativeConstructor = new <T>(
  executor: (resolve: (value: T) => void, reject: (error: unknown) => void) => void,
) => NativePromise<T>;

/** A promise of the platform: what `Promise<T>` means where nothing was compiled. */
export type NativePromise<T> = globalThis.Promise<T>;

/**
 * A native promise that ends as the awaitable does. It counts as one consumer of it, and cannot be cancelled.
 *
 *     types.isPromise(toNative(task))        // true
 */
export function toNative<T>(awaitable: PromiseLike<T>): NativePromise<T> {
  const { Promise: Native } = globalThis as unknown as { readonly Promise: NativeConstructor };
  return new Native<T>((resolve, reject) => void awaitable.then(resolve, reject));
}
