/**
 * The globals through which a program sees time and chance, replaced by a world's for as long as it lasts.
 *
 *     install()   setTimeout … Date … Math.random … crypto … performance.now … AbortSignal.timeout   are the world's
 *     restore()   every one of them is, to the property descriptor, what it was
 *
 * Replaced are properties of the objects the program finds them on, so what it took before (`const { now } = Date` at the
 * top of a module) stays real.
 */
import { findLoop } from "../core/ambient.js";
import { virtualCrypto, named } from "./virtual-crypto.js";
import { utcMethods, virtualDate } from "./virtual-date.js";
import { VirtualTimers } from "./virtual-timers.js";
import type { World, WorldHolder } from "./world.js";

type AnyFunction = (...args: never[]) => unknown;

interface Replacement {
  readonly target: object;
  readonly key: string;
  readonly value: unknown;
}

interface Globals {
  readonly Date: DateConstructor;
  readonly Math: object;
  readonly performance?: object;
  readonly crypto?: object;
  readonly AbortSignal?: { timeout?: unknown };
  readonly AbortController?: new () => { readonly signal: unknown; abort(reason: unknown): void };
}

/** One set of virtual globals, to be installed once and used by one world after the other. */
export class VirtualGlobals implements WorldHolder {
  world: World;
  readonly #timers = new VirtualTimers(this);
  readonly #undo: (() => void)[] = [];

  constructor(world: World) {
    this.world = world;
  }

  /** Goes on with another world. */
  enter(world: World): void {
    this.world = world;
    this.#timers.reset();
  }

  /** Replaces the globals. What the platform's own loop takes from them it has taken before. */
  install(): void {
    findLoop();
    try {
      for (const replacement of this.#replacements()) this.#replace(replacement);
    } catch (error) {
      this.restore();
      throw error;
    }
  }

  /** Puts back what was there. */
  restore(): void {
    while (this.#undo.length > 0) this.#undo.pop()?.();
  }

  [Symbol.dispose](): void {
    this.restore();
  }

  #replacements(): Replacement[] {
    const globals = globalThis as unknown as Globals;
    const { Date, Math, performance, crypto, AbortSignal } = globals;
    const found: Replacement[] = [];
    // Also where the platform has none of the name (browsers have no setImmediate): the world is the same everywhere.
    const add = (target: object, functions: Record<string, AnyFunction>): void => {
      for (const [key, value] of Object.entries(functions)) found.push({ target, key, value });
    };
    add(globalThis, this.#timers.functions());
    found.push({ target: globalThis, key: "Date", value: virtualDate(Date, this) });
    add(Date.prototype, utcMethods(Date.prototype));
    found.push({ target: Date.prototype, key: "constructor", value: found.find(({ key }) => key === "Date")?.value });
    if (performance !== undefined) add(performance, { now: () => this.world.now() });
    if (AbortSignal !== undefined) add(AbortSignal, { timeout: (delay: number) => this.#abortAfter(delay) });
    const { soon, chance } = this.world;
    if (soon !== null) add(globalThis, { queueMicrotask: (callback: () => void) => this.#soon(callback) });
    if (chance !== null) {
      add(Math, { random: () => this.world.chance?.fraction() ?? 0 });
      if (crypto !== undefined) add(crypto, virtualCrypto(this));
    }
    return found;
  }

  #soon(callback: unknown): void {
    if (typeof callback !== "function") {
      throw new TypeError(`queueMicrotask needs a function to call; got ${typeof callback}`);
    }
    this.world.soon?.(callback as () => void);
  }

  #abortAfter(delay: number): unknown {
    const { AbortController } = globalThis as unknown as Globals;
    if (AbortController === undefined) throw new TypeError("this platform has no AbortController");
    if (!(delay >= 0 && delay <= Number.MAX_SAFE_INTEGER)) {
      throw new RangeError(`AbortSignal.timeout needs a number of milliseconds, 0 or more; got ${String(delay)}`);
    }
    const controller = new AbortController();
    this.world.setTimer(Math.trunc(delay), () => {
      controller.abort(named("TimeoutError", "The operation was aborted due to timeout"));
    });
    return controller.signal;
  }

  #replace({ target, key, value }: Replacement): void {
    const before = Object.getOwnPropertyDescriptor(target, key);
    const enumerable = before?.enumerable ?? false;
    if (typeof value === "function" && value.name === "") Object.defineProperty(value, "name", { value: key });
    Object.defineProperty(target, key, { value, writable: true, configurable: true, enumerable });
    this.#undo.push(() => {
      if (before === undefined) Reflect.deleteProperty(target, key);
      else Object.defineProperty(target, key, before);
    });
  }
}
