/// <reference lib="esnext.disposable" preserve="true" />
/**
 * What compiled code calls. Re-exports only; the contract is versioned, and adding to it is allowed, changing is not.
 *
 * The ambient host is loaded with it, so that a compiled program needs to import nothing itself.
 */

import "./hosts/ambient.js";

export { SUSPENDED as suspended } from "./core/activation.js";
export { abiVersion } from "./core/abi-version.js";
export { asyncGenerator } from "./core/async-generator.js";
export { initialized, readonly, uninitialized } from "./core/bindings.js";
export {
  brandAsync,
  brandAsyncAs,
  brandAsyncGenerator,
  brandAsyncGeneratorAs,
  brandAsyncGeneratorMethods,
  brandAsyncMethods,
} from "./core/brand.js";
export { coroutine, guard, guardCoroutine, leafCoroutine, task } from "./core/create-task.js";
export { describe } from "./core/describe.js";
export { directMethods } from "./core/direct-function.js";
export { disposables } from "./core/disposal.js";
export { forAwait } from "./core/for-await.js";
export { forIn, forOf } from "./core/iteration.js";
export { leaf } from "./core/leaf-task.js";
export { bound, call, objectRest, requireObject, toKey, toText } from "./core/objects.js";
export { Promise } from "./core/promise.js";
