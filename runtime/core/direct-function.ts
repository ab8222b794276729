/**
 * Functions that carry their description: compiled ones at the top of a file. Who calls one of them may start its step
 * without going through it (see direct-call.ts).
 *
 * The description stands in a private field of the function. Nothing that is made of the function has it (what `bind`,
 * `util.promisify` and mocks give, a proxy), and looking for it calls nobody's code: a proxy's traps do not see it.
 *
 * A function of the runtime may have an *answer* instead of a step: what it tells a root that awaits a call of it on the
 * spot, so that no future has to be made (`sleep(0)`).
 */
import { ANSWERS, FunctionInfo } from "./function-info.js";
import { Itself } from "./itself.js";
import type { Root } from "./root.js";

class Described extends Itself {
  readonly #info: FunctionInfo;

  constructor(fn: object, info: FunctionInfo) {
    super(fn);
    this.#info = info;
  }

  static infoOf(fn: object): FunctionInfo | null {
    return #info in fn ? fn.#info : null;
  }
}

/**
 * `fn` is the function that `info` describes: a call of it starts `step` with its arguments as the first variables, at
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
  registrations += 1;
  new Described(fn, info);
}

/**
 * ABI: methods of a class that may be called directly (`home` is the class or its prototype): their steps, which take the
 * object as the first variable, under their keys; then the description of each, behind it its spares if it has some.
 */
export function directMethods(
  home: object,
  steps: Readonly<Record<string, (...args: never[]) => unknown>>,
  ...described: readonly (FunctionInfo | number)[]
): void {
  let at = 0;
  for (const [key, step] of Object.entries(steps)) {
    const info = described[at++] as FunctionInfo;
    const spares = typeof described[at] === "number" ? (described[at++] as number) : 0;
    const method = Object.getOwnPropertyDescriptor(home, key)?.value as { readonly length: number };
    direct(info, method, step, spares);
  }
}

/** The value, SUSPENDED, or ASK: as `fn(a0)` has no other answer, it has to be called. */
export type Answer = (root: Root, a0: unknown) => unknown;

/** What an answer gives when the function has to be called after all. */
export const ASK = Symbol("ask");

/** `answer` says what awaiting `fn(a0)` on the spot gives. Calls with more arguments are made. */
export function answers(fn: (a0: never) => unknown, answer: Answer): void {
  const info = new FunctionInfo(fn.name, "", [], ANSWERS);
  direct(info, fn, answer);
  info.arity = 1;
}

/** The answer of the function that `info` describes, which has some. */
export function answerOf(info: FunctionInfo, root: Root, a0: unknown): unknown {
  return (info.step as Answer)(root, a0);
}

/** Whether `fn` was registered with this description. */
export function isDescribedBy(fn: unknown, info: FunctionInfo | undefined): info is FunctionInfo {
  return info !== undefined && info.fn === fn;
}

/**
 * The description of a function that was registered with `direct`; else null. Engines are slow to look for a private field,
 * so the function that is described by `caller`, which calls it, keeps the first one with a description and the last
 * one without.
 */
export function describedBy(fn: unknown, caller: FunctionInfo): FunctionInfo | null {
  if (fn === caller.callee) return caller.calleeInfo;
  if (typeof fn !== "function" || (fn === caller.plain && caller.plainSince === registrations)) return null;
  const info = Described.infoOf(fn);
  if (info === null) {
    caller.plain = fn;
    caller.plainSince = registrations;
  } else if (caller.calleeInfo === null) {
    caller.callee = fn;
    caller.calleeInfo = info;
  }
  return info;
}

/** How many functions were registered. */
let registrations = 0;

type Callee = (...args: unknown[]) => unknown;

/** `fn.call(receiver, …)`, also for functions that have a `call` of their own. */
const invoke = Function.prototype.call.bind(Function.prototype.call) as (
  fn: unknown,
  receiver: unknown,
  ...args: unknown[]
) => unknown;

/**
 * `callee(a0, …)` as a method of `receiver`, with the first `count` arguments.
 * @param caller describes the function that awaits it, in this state
 * @throws {TypeError} when it is no function
 */
export function callAsMethod(
  caller: FunctionInfo,
  state: number,
  receiver: unknown,
  callee: unknown,
  count: number,
  a0: unknown,
  a1: unknown,
  a2: unknown,
): unknown {
  if (typeof callee !== "function")
    throw new TypeError(
      `what is called as a method in ${caller.describe(state)} is not a function, but ${typeof callee}`,
    );
  switch (count) {
    case 0:
      return invoke(callee, receiver);
    case 1:
      return invoke(callee, receiver, a0);
    case 2:
      return invoke(callee, receiver, a0, a1);
    default:
      return invoke(callee, receiver, a0, a1, a2);
  }
}

/**
 * `callee(a0, …)` with the first `count` arguments.
 * @param known described what was expected
 * @throws {TypeError} when it is no function
 */
export function callPlainly(
  callee: unknown,
  known: FunctionInfo | undefined,
  count: number,
  a0: unknown,
  a1: unknown,
  a2: unknown,
  a3: unknown,
): unknown {
  if (typeof callee !== "function") throw new TypeError(`${known?.name ?? "what is awaited"} is not a function`);
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
