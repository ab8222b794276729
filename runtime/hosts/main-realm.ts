/**
 * Node's own functions, beyond the reach of sandboxes and fake timers.
 *
 * Jest runs each test file in a `vm` context whose globals it can replace; Sinon and Vitest replace the globals of
 * the realm they run in. `await` must go on working under all of them, so what drains the loop is taken once, when this
 * module is loaded, from the main realm: `vm.runInThisContext` evaluates there, whichever context calls it. Modules come
 * from `process.getBuiltinModule`, which needs neither `import` nor `require`: a browser bundle names no module of Node.
 */
import { platform, type NodeProcess } from "./platform.js";
import { nodeProcessControl, type ProcessControl } from "./process-control.js";
import { ProcessEvent } from "./process-events.js";

/** What the node host takes from the main realm. */
export interface MainRealm {
  readonly process: NodeProcess;
  readonly queueMicrotask: (callback: () => void) => void;
  readonly setImmediate: (callback: () => void) => unknown;
  readonly nextTick: (callback: () => void) => void;
  /** Makes a rejected promise of the engine's that nobody looks at. */
  readonly rejectUnseen: (error: unknown) => void;
  readonly asyncHooks: AsyncHooksModule;
  readonly control: ProcessControl;
  /** The process is about to end because nothing is left to do. */
  readonly beforeExit: ProcessEvent;
  /** Evaluates an expression in the main realm, so that what it makes holds nothing of a sandbox alive. */
  evaluate(expression: string): unknown;
}

/** The part of `async_hooks` that keeps stores right. */
export interface AsyncHooksModule {
  readonly AsyncResource: new (type: string) => AsyncResourceLike;
  readonly AsyncLocalStorage: { new (): AsyncLocalStorageLike; readonly prototype: object };
}

/** The part of `AsyncResource` used here. */
export interface AsyncResourceLike {
  runInAsyncScope<A, R>(callback: (argument: A) => R, receiver: unknown, argument: A): R;
}

/** The part of `AsyncLocalStorage` used here. */
export interface AsyncLocalStorageLike {
  run<R>(store: unknown, callback: () => R): R;
  disable(): void;
}

let found: MainRealm | null | undefined;

/** Node's main realm; `null` when the program does not run on Node or something that answers like it (Bun, Deno). */
export function mainRealm(): MainRealm | null {
  if (found === undefined) found = find(platform.process);
  return found;
}

function find(process: NodeProcess | undefined): MainRealm | null {
  if (typeof process?.versions?.node !== "string") return null;
  if (typeof process.getBuiltinModule !== "function") return null;
  const vm = process.getBuiltinModule("vm") as VmModule | undefined;
  const asyncHooks = process.getBuiltinModule("async_hooks") as AsyncHooksModule | undefined;
  if (vm === undefined || asyncHooks === undefined) return null;
  const evaluate = (expression: string): unknown => vm.runInThisContext(expression);
  const real = evaluate("process") as NodeProcess;
  return {
    process: real,
    queueMicrotask: evaluate("queueMicrotask") as MainRealm["queueMicrotask"],
    setImmediate: evaluate("setImmediate") as MainRealm["setImmediate"],
    nextTick: evaluate("process.nextTick") as MainRealm["nextTick"],
    rejectUnseen: evaluate(
      "((P, reject) => (error) => { Reflect.apply(reject, P, [error]); })(Promise, Promise.reject)",
    ) as MainRealm["rejectUnseen"],
    asyncHooks,
    control: nodeProcessControl(real),
    beforeExit: new ProcessEvent(real, "beforeExit"),
    evaluate,
  };
}

interface VmModule {
  runInThisContext(code: string): unknown;
}
