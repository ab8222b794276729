/**
 * Functions that carry their description: compiled ones at the top of a file. Who calls one of them may start its step
 * without going through it (see direct-call.ts).
 *
 * The description is a property of the function, and names the function: a wrapper that has been given all the properties of
 * what it wraps (`util.promisify` does) is not taken for it.
 */
import type { FunctionInfo } from "./function-info.js";

/** Under which a function has its description. Symbols that are not in the registry are in nobody's way. */
const description = Symbol("tsyncio.description");

interface Described {
  readonly [description]?: FunctionInfo;
}

/**
 * ABI: `fn` is the function that `info` describes: a call of it starts `step` with its arguments as the first variables, at
 * most four; `spares` is how many more variables than fields it has.
 */
export function direct(
  info: FunctionInfo,
  fn: { readonly length: number },
  step: (...args: never[]) => unknown,
  spares = 0,
): void {
  info.fn = fn;
  info.step = step;
  info.arity = fn.length;
  info.spares = spares;
  Object.defineProperty(fn, description, { value: info });
}

/** Whether `fn` was registered with this description. */
export function isDescribedBy(fn: unknown, info: FunctionInfo | undefined): info is FunctionInfo {
  return info !== undefined && info.fn === fn;
}

/** The description of a function that was registered with `direct`; else null. */
export function describedBy(fn: unknown): FunctionInfo | null {
  if (typeof fn !== "function") return null;
  const info = (fn as Described)[description];
  return info !== undefined && info.fn === fn ? info : null;
}

type Callee = (...args: unknown[]) => unknown;

/** `callee(a0, …)` with the first `count` arguments. @throws {TypeError} when it is no function */
export function callPlainly(
  callee: unknown,
  count: number,
  a0: unknown,
  a1: unknown,
  a2: unknown,
  a3: unknown,
): unknown {
  if (typeof callee !== "function") throw new TypeError(`what is called here is not a function: ${String(callee)}`);
  const fn = callee as Callee;
  switch (count) {
    case 0:
      return fn();
    case 1:
      return fn(a0);
    case 2:
      return fn(a0, a1);
    case 3:
      return fn(a0, a1, a2);
    default:
      return fn(a0, a1, a2, a3);
  }
}
