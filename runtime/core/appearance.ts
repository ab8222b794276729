/**
 * What promises of the loop look like to code that knows only the engine's:
 *
 *     x instanceof Promise          holds: the engine's `Promise.prototype` is at the end of their prototype chain
 *     JSON.stringify({ x })         {"x":{}}, as for a promise
 *     console.log(x)                Promise { 4 }    Task (greet) { <pending> }    Task (greet) { <rejected> Error … }
 *
 * None of it is enumerable, and nothing of the platform is needed: consoles ask for a method with a registered symbol.
 */
import { CANCELLED, Deferred, FULFILLED, PENDING, REJECTED, STATE } from "./deferred.js";
import { nativePrototype } from "./native.js";

type Inspect = (value: unknown, options: InspectOptions) => string;

interface InspectOptions {
  readonly depth?: number | null;
}

const states: Readonly<Record<number, string>> = {
  [PENDING]: "<pending>",
  [FULFILLED]: "",
  [REJECTED]: "<rejected> ",
  [CANCELLED]: "<cancelled>",
};

/** Node's protocol of `util.inspect`, which `console.log` uses; Bun and Deno know it as well. */
function inspected(this: Deferred, depth: number, options: InspectOptions, inspect?: Inspect): string {
  const kind = this.constructor.name;
  const { name = "" } = (this as { readonly info?: { readonly name?: string } }).info ?? {};
  const title = name === "" ? kind : `${kind} (${name})`;
  if (depth < 0) return `[${title}]`;
  const state = this.flags & STATE;
  const hasValue = state === FULFILLED || state === REJECTED;
  const inner = { ...options, depth: options.depth == null ? null : options.depth - 1 };
  const value = hasValue ? (inspect?.(this.value, inner) ?? "") : "";
  return `${title} { ${states[state] ?? ""}${value} }`;
}

/** Gives promises of the loop the appearance of the engine's; called once, when they are defined. */
export function appearAsPromises(): void {
  const native = nativePrototype();
  if (native !== undefined) Object.setPrototypeOf(Deferred.prototype, native);
  const methods = { toJSON: () => ({}), [Symbol.for("nodejs.util.inspect.custom")]: inspected };
  for (const key of Reflect.ownKeys(methods)) {
    const value: unknown = methods[key as keyof typeof methods];
    Object.defineProperty(Deferred.prototype, key, { value, writable: true, configurable: true });
  }
}
