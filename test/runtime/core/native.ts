/** The engine's promises, found without the name `Promise`: the core's tests also run where that name throws. */
export const NativePromise = (async () => undefined)().constructor as PromiseConstructor;
