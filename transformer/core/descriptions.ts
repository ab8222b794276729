/**
 * Descriptions: what compiled code tells the runtime about its functions, at the top of the file.
 *
 *     var _f = _describe("f", "file.ts", "1:1 1+2:3", 1040, f, f$step);
 *
 * The name and the file, where the function stands and its awaits do, and by which rules it runs; `f, f$step` (and the
 * number of its spares) when calls may start its step themselves. (runtime/core/describe.ts reads it.)
 */
import type { Brands } from "./brand.js";
import type { Dialect, FunctionView, HostNode } from "./dialect.js";
import { type DirectCalls, sparesOf } from "./direct-calls.js";
import type { FileNames } from "./names.js";
import type { FunctionScope } from "./scope.js";
import type { Slot } from "./static-step.js";

/** What one function is compiled to mean. */
export interface FunctionMode {
  readonly returns: "task" | "coroutine";
  readonly order: "exact" | "relaxed";
  readonly cancellation: "bypass-catch" | "catchable";
}

/** The variable that holds a function's description, and what that says; `null` when another function's says it. */
export interface Described {
  readonly info: string;
  readonly says: { readonly name: string; readonly where: string; readonly flags: number } | null;
}

const RELAXED = 1;
const COROUTINE_RULES = 2;
const CATCHABLE = 8;
const INLINE = 16;
const LEAF = 32;
const COROUTINE = 128;
const METHOD = 256;
const BRANDED = 1024;

export class Descriptions {
  readonly #dialect: Dialect;
  readonly #names: FileNames;
  readonly #brands: Brands;
  readonly #directs: DirectCalls;
  /** The variables that hold descriptions, by what these say. */
  readonly #known = new Map<string, string>();

  constructor(dialect: Dialect, names: FileNames, brands: Brands, directs: DirectCalls) {
    this.#dialect = dialect;
    this.#names = names;
    this.#brands = brands;
    this.#directs = directs;
  }

  /** A function's description. Functions of which nothing can be told share one. */
  add(fn: FunctionScope, view: FunctionView, mode: FunctionMode, where: string, isLeaf: boolean): Described {
    const own = this.#directs.infoOf(fn);
    const flags =
      (mode.order === "relaxed" ? RELAXED : 0) |
      (view.isGenerator && mode.returns === "coroutine" ? COROUTINE_RULES : 0) |
      (mode.cancellation === "catchable" ? CATCHABLE : 0) |
      (view.isGenerator ? 0 : isLeaf ? LEAF : INLINE) |
      (own !== null && mode.returns === "coroutine" ? COROUTINE : 0) |
      (own !== null && view.kind === "method" ? METHOD : 0);
    const key = JSON.stringify([view.name, where, flags]);
    const known = view.isGenerator || own !== null ? undefined : this.#known.get(key);
    if (known !== undefined) return { info: known, says: null };
    const info = own ?? this.#names.unique(`_${view.name.replace(/[^\p{ID_Continue}$]/gu, "_") || "anonymous"}`);
    if (!view.isGenerator) this.#known.set(key, info);
    return { info, says: { name: view.name, where, flags } };
  }

  /** The statement that makes it, if this function's does. `entry`: its step, when that stands by itself. */
  write(
    fn: FunctionScope,
    view: FunctionView,
    { info, says }: Described,
    entry: { readonly slots: readonly Slot[]; readonly step: HostNode } | null,
  ): HostNode | null {
    if (says === null) return null;
    const { build, fileName } = this.#dialect;
    const direct = entry === null ? [] : this.#direct(fn, view, entry.slots, entry.step);
    const isBranded = direct.length > 0 && this.#brands.takeDescribed(fn.node);
    const flags = says.flags | (isBranded ? BRANDED : 0);
    const args = [build.string(says.name), build.string(fileName), build.string(says.where)];
    if (flags !== 0 || direct.length > 0) args.push(build.number(flags));
    const initializer = build.call(build.runtime("describe"), [...args, ...direct]);
    return build.variable("var", [{ target: info, initializer }]);
  }

  /** `f, f$step` and the spares, if there are any; nothing when a call has to go through the function. */
  #direct(fn: FunctionScope, view: FunctionView, slots: readonly Slot[], step: HostNode): readonly HostNode[] {
    if (view.selfName === null || this.#directs.infoOf(fn) === null) return [];
    const spares = sparesOf(view, slots);
    if (spares === null) return [];
    const { build } = this.#dialect;
    return [build.identifier(view.selfName), step, ...(spares === 0 ? [] : [build.number(spares)])];
  }
}
