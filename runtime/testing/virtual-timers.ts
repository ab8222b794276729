/**
 * `setTimeout`, `setInterval`, `setImmediate`, `queueMicrotask` and `AbortSignal.timeout` on a world's time.
 *
 * Their rules are Node's, on every engine: a delay is a whole number of milliseconds from 1 to 2^31 - 1 and anything else
 * is 1; an immediate runs when nothing is ready any more, before time moves. What a timer function returns can be used as
 * a browser's number (`+timer`, `clearTimeout(5)`) and as Node's object (`timer.unref()`).
 */
import type { WorldHolder, WorldTimer } from "./world.js";

type Callback = (...args: unknown[]) => unknown;

/** What `setTimeout` and its kin return. */
export class VirtualTimer {
  readonly #owner: VirtualTimers;
  readonly #id: number;
  #start: () => WorldTimer;
  #timer: WorldTimer | null = null;
  #refed = true;

  /** @param start sets the timer (again) */
  constructor(owner: VirtualTimers, id: number, start: () => WorldTimer) {
    this.#owner = owner;
    this.#id = id;
    this.#start = start;
    this.#timer = start();
  }

  /** Node's: no effect here, a simulation ends when its main function does. */
  ref(): this {
    this.#refed = true;
    return this;
  }

  /** Node's: no effect here, a simulation ends when its main function does. */
  unref(): this {
    this.#refed = false;
    return this;
  }

  /** Node's: what was said last. */
  hasRef(): boolean {
    return this.#refed;
  }

  /** Node's: starts the delay again. */
  refresh(): this {
    this.#timer?.cancel();
    this.#timer = this.#start();
    return this;
  }

  /** Node's: as `clearTimeout`. */
  close(): this {
    this.stop();
    return this;
  }

  /** @internal */
  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#owner.forget(this.#id);
  }

  [Symbol.dispose](): void {
    this.stop();
  }

  [Symbol.toPrimitive](): number {
    return this.#id;
  }
}

/** The timer functions of one set of virtual globals. */
export class VirtualTimers {
  readonly #holder: WorldHolder;
  readonly #byId = new Map<number, VirtualTimer>();
  #nextId = 1;

  constructor(holder: WorldHolder) {
    this.#holder = holder;
  }

  /** Begins again with number 1, for another world. */
  reset(): void {
    // An engine chains the tables of a map that is cleared again and again; they would outlive the run.
    if (this.#byId.size > 0) this.#byId.clear();
    this.#nextId = 1;
  }

  /** What stands for the globals, by their names. */
  functions(): Record<string, (...args: never[]) => unknown> {
    const clear = (timer?: unknown): void => this.#clear(timer);
    return {
      setTimeout: (callback: Callback, delay?: unknown, ...args: unknown[]) =>
        this.#once(checked(callback, "setTimeout"), timerDelay(delay), args),
      setInterval: (callback: Callback, delay?: unknown, ...args: unknown[]) =>
        this.#repeat(checked(callback, "setInterval"), timerDelay(delay), args),
      setImmediate: (callback: Callback, ...args: unknown[]) => this.#once(checked(callback, "setImmediate"), 0, args),
      clearTimeout: clear,
      clearInterval: (timer?: unknown) => clear(timer),
      clearImmediate: (timer?: unknown) => clear(timer),
    };
  }

  /** @internal */
  forget(id: number): void {
    this.#byId.delete(id);
  }

  #once(callback: Callback, delay: number, args: unknown[]): VirtualTimer {
    return this.#make((self, world) => {
      return world.setTimer(delay, () => {
        this.forget(+self());
        callback(...args);
      });
    });
  }

  #repeat(callback: Callback, delay: number, args: unknown[]): VirtualTimer {
    return this.#make((self, world) => {
      return world.setTimer(delay, () => {
        self().refresh();
        callback(...args);
      });
    });
  }

  #make(start: (self: () => VirtualTimer, world: WorldHolder["world"]) => WorldTimer): VirtualTimer {
    const id = this.#nextId++;
    const self = (): VirtualTimer => made;
    const made: VirtualTimer = new VirtualTimer(this, id, () => start(self, this.#holder.world));
    this.#byId.set(id, made);
    return made;
  }

  #clear(timer: unknown): void {
    const found = timer instanceof VirtualTimer ? timer : this.#byId.get(Number(timer));
    found?.stop();
  }
}

function checked(callback: unknown, name: string): Callback {
  if (typeof callback === "function") return callback as Callback;
  throw new TypeError(`${name} needs a function to call; got ${typeof callback}`);
}

/** Node's rule. */
function timerDelay(delay: unknown): number {
  const number = Math.trunc(Number(delay));
  return number >= 1 && number <= 2 ** 31 - 1 ? number : 1;
}
