/**
 * Fresh realms for tests: a `node:vm` context with test262's host object, and for compiled tests with this project's
 * runtime loaded inside, so that its objects are the realm's own.
 *
 *     native      engine's global object + print, $262
 *     compiled    the same + require("tsyncio/abi"), and what the runtime needs of the platform
 *
 * With `promises: "loop"` the realm's `Promise` is the loop's.
 */
import vm from "node:vm";

export interface RuntimeChoice {
  /** The runtime, bundled: a script whose value is the exports of `tsyncio/abi`. */
  readonly script: vm.Script;
  /** Does the realm's name `Promise` mean the loop's? */
  readonly replacesPromise: boolean;
}

export interface Realm {
  readonly context: vm.Context;
  readonly global: Record<string, unknown>;
  /** The exports of the runtime, where it is loaded. */
  readonly abi: Readonly<Record<string, unknown>> | undefined;
}

/** Node since 22.8 can make a context whose global object is an ordinary one. */
const ordinary = (vm.constants as unknown as { DONT_CONTEXTIFY?: vm.Context }).DONT_CONTEXTIFY;

/** @param print receives what tests print, of this realm and of those it makes */
export function makeRealm(runtime: RuntimeChoice | undefined, print: (text: string) => void): Realm {
  const context = vm.createContext(ordinary ?? {});
  const global = vm.runInContext("globalThis", context) as Record<string, unknown>;
  define(global, { print, $262: hostObject(context, global, runtime, print) });
  if (runtime === undefined) return { context, global, abi: undefined };
  const { process, queueMicrotask, setTimeout, clearTimeout, performance, console } = globalThis;
  define(global, { process, queueMicrotask, setTimeout, clearTimeout, performance, console });
  const abi = runtime.script.runInContext(context) as Readonly<Record<string, unknown>>;
  define(global, { require: () => abi });
  if (runtime.replacesPromise) define(global, { Promise: abi["Promise"] });
  return { context, global, abi };
}

/** https://github.com/tc39/test262/blob/main/INTERPRETING.md#host-defined-functions */
function hostObject(
  context: vm.Context,
  global: object,
  runtime: RuntimeChoice | undefined,
  print: (text: string) => void,
): object {
  return {
    global,
    createRealm: () => makeRealm(runtime, print).global["$262"],
    evalScript: (text: string) => vm.runInContext(text, context) as unknown,
    detachArrayBuffer: (buffer: ArrayBuffer) => void structuredClone(buffer, { transfer: [buffer] }),
    gc: () => undefined,
    agent: {},
  };
}

/** As ECMAScript defines the properties of the global object. */
function define(global: object, values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(global, name, { value, writable: true, enumerable: false, configurable: true });
  }
}
