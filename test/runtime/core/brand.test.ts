/** Compiled functions inherit what ECMAScript's async functions and async generator functions inherit. */
import { brandAsync, brandAsyncGenerator } from "../../../runtime/core/brand.js";
import { AsyncGenerator } from "../../../runtime/core/generator-object.js";

const NativeAsyncFunction = (async () => undefined).constructor;

test("uncompiled code that asks for an instance of the engine's AsyncFunction gets one", () => {
  const fn = brandAsync(function f() {});
  expect(fn).toBeInstanceOf(NativeAsyncFunction);
  expect(fn.constructor).toBe(NativeAsyncFunction);
  expect(Object.prototype.toString.call(fn)).toBe("[object AsyncFunction]");
});

test("the prototypes of an async generator function have ECMAScript's attributes", () => {
  const fn = brandAsyncGenerator(function* f() {});
  const prototype = Object.getPrototypeOf(fn);
  const { constructor } = prototype;
  expect(Object.getPrototypeOf(prototype)).toBe(Function.prototype);
  expect(Object.getPrototypeOf(constructor)).toBe(Function);
  expect(Object.getOwnPropertyDescriptors(constructor)).toEqual({
    length: { value: 1, writable: false, enumerable: false, configurable: true },
    name: { value: "AsyncGeneratorFunction", writable: false, enumerable: false, configurable: true },
    prototype: { value: prototype, writable: false, enumerable: false, configurable: false },
  });
  const fixed = (value: unknown) => ({ value, writable: false, enumerable: false, configurable: true });
  expect(Object.getOwnPropertyDescriptors(prototype)).toEqual({
    constructor: fixed(constructor),
    prototype: fixed(AsyncGenerator.prototype),
    [Symbol.toStringTag]: fixed("AsyncGeneratorFunction"),
  });
  expect(Object.getOwnPropertyDescriptors(AsyncGenerator.prototype)).toMatchObject({
    constructor: fixed(prototype),
    [Symbol.toStringTag]: fixed("AsyncGenerator"),
  });
  expect(Object.getPrototypeOf(fn.prototype)).toBe(AsyncGenerator.prototype);
});
