// Programs that run twice: natively, and on the loop with step functions like the compiler's. A body is a generator that
// yields what it awaits; `natively` drives it with native `await`s, `compiled` with `$.await`. Both await once per yield, so
// the two logs can be compared event by event.
import { NativePromise } from "./native.js";
import { asyncGenerator } from "../../../runtime/core/async-generator.js";
import { coroutine, task } from "../../../runtime/core/create-task.js";
import { describe as describeFunction } from "../../../runtime/core/describe.js";
import type { Promise as LoopPromise } from "../../../runtime/core/promise.js";

export type Body = (...args: any[]) => Generator<unknown, unknown, any>;

/** What a step function sees of its activation. */
export interface Frame {
  state: number;
  handler: number;
  await(state: number, value: unknown): unknown;
  yield(state: number, returnState: number, value: unknown): unknown;
  delegate(state: number, returnState: number, value: unknown): unknown;
  caught(error: unknown): unknown;
  named(error: unknown): unknown;
  cleanup(error: unknown): Error | undefined;
  unwind(cancel: Error | undefined, threw: boolean, error: unknown): void;
}

export type StepOf = ($: Frame, value: any) => unknown;

/** The step of a body: state 0 starts it, 1 throws into it, 2 sends, 3 returns. */
function stepOf(body: Body, args: unknown[], awaitsReturn = false): never {
  let generator: ReturnType<Body>;
  let returning = false;
  const step: StepOf = ($, value) => {
    const state = $.state;
    $.handler = 0;
    if (state === 0) generator = body(...args);
    if (state === 4) return value;
    if (state === 3) returning = true; // its value was awaited at the yield
    const result = state === 1 ? generator.throw(value) : state === 3 ? generator.return(value) : generator.next(value);
    if (result.done && awaitsReturn && !returning && result.value !== undefined) return $.await(4, result.value);
    if (result.done) return result.value;
    $.handler = 1;
    const wanted = result.value;
    if (wanted instanceof Out) return $.yield(2, 3, wanted.value);
    if (wanted instanceof All) return $.delegate(2, 3, wanted.iterable);
    return $.await(2, wanted);
  };
  return step as never;
}

/** In the body of an async generator: `yield new Out(x)` is `yield x`, `yield new All(xs)` is `yield* xs`. */
export class Out {
  readonly value: unknown;
  constructor(value: unknown) {
    this.value = value;
  }
}
export class All {
  readonly iterable: any;
  constructor(iterable: any) {
    this.iterable = iterable;
  }
}

export function info(name: string, flags = 0) {
  return describeFunction(name, `${name}.ts`, [1, 1, 1, 2, 2, 2, 3, 3, 3], flags);
}

/** A task function. */
export function compiled(body: Body, flags = 0, name = body.name): (...args: any[]) => any {
  const about = info(name, flags);
  return (...args) => task(about, stepOf(body, args));
}

/** A coroutine function. */
export function compiledCoroutine(body: Body, name = body.name): (...args: any[]) => any {
  const about = info(name);
  return (...args) => coroutine(about, stepOf(body, args));
}

/** An async generator function. */
export function compiledGenerator(body: Body, flags = 0, name = body.name): (...args: any[]) => any {
  const about = info(name, flags);
  return (...args) => asyncGenerator(about, stepOf(body, args, true));
}

export function natively(body: Body): (...args: any[]) => any {
  return async (...args) => {
    const generator = body(...args);
    let step = generator.next();
    while (!step.done) {
      let value: unknown;
      try {
        value = await step.value;
      } catch (error) {
        step = generator.throw(error);
        continue;
      }
      step = generator.next(value);
    }
    return step.value;
  };
}

export function nativeGenerator(body: Body): (...args: any[]) => any {
  return async function* (...args): AsyncGenerator<unknown, unknown> {
    const generator = body(...args);
    let step = generator.next();
    let pending: { how: "next" | "throw" | "return"; value: unknown } | undefined;
    try {
      while (!step.done) {
        const wanted = step.value;
        pending = undefined;
        try {
          // A `return()` that arrives at a yield leaves `pending` unset: the finally block below sees that.
          let value: unknown;
          if (wanted instanceof Out) value = yield wanted.value;
          else if (wanted instanceof All) value = yield* wanted.iterable;
          else value = await wanted;
          pending = { how: "next", value };
        } catch (error) {
          pending = { how: "throw", value: error };
        }
        step = pending.how === "throw" ? generator.throw(pending.value) : generator.next(pending.value);
      }
      pending = { how: "next", value: undefined };
      // What a generator returns is awaited once; the compiler emits that await in the body.
      if (step.value === undefined) return;
      return step.value;
    } catch (error) {
      pending = { how: "throw", value: error };
      throw error;
    } finally {
      if (pending === undefined) {
        let left = generator.return(undefined);
        while (!left.done) {
          try {
            left = generator.next(await left.value);
          } catch (error) {
            left = generator.throw(error);
          }
        }
      }
    }
  };
}

/** What a program may use, for either world. */
export interface World {
  Promise: PromiseConstructor;
  /** Makes an async function of a body. */
  fn(body: Body): (...args: any[]) => any;
  /** Makes an async generator function of a body. */
  gen(body: Body): (...args: any[]) => any;
  log(event: unknown): void;
}

export function nativeWorld(events: unknown[]): World {
  return { Promise: NativePromise, fn: natively, gen: nativeGenerator, log: (event) => events.push(event) };
}

export function loopWorld(events: unknown[], promise: typeof LoopPromise, flags = 0): World {
  return {
    Promise: promise as never,
    fn: (body) => compiled(body, flags),
    gen: (body) => compiledGenerator(body, flags),
    log: (event) => events.push(event),
  };
}
