/**
 * `yield*` in an async generator: ECMAScript's protocol between the generator and the inner iterator, as a machine that says
 * what to do next.
 *
 *     resume(kind, value)  ─▶ call inner next/throw/return ─▶ "await" its result
 *     received(result)     ─▶ not done: "yield" its value;  done: "done" (or "return" after a return)
 *     interrupted()        ─▶ the wait for its result was left by cancellation: close it, if that has not begun
 */
import { asyncIterator } from "./async-from-sync.js";
import { callMethod, checkResult, getMethod, type IteratorRecord } from "./iteration-protocol.js";

export const DONE = "done";

/** What is to be done next, with what. */
export interface DelegateStep {
  readonly then: "await" | "yield" | "return" | typeof DONE;
  readonly value: unknown;
}

const THROW = 1;
const RETURN = 2;

/** What the awaited value is. */
type Expecting = "result" | "return result" | "close result" | "return value";

export class Delegation {
  private readonly inner: IteratorRecord;
  private expecting: Expecting = "result";

  /** @throws what getting the iterator throws */
  constructor(iterable: unknown) {
    this.inner = asyncIterator(iterable);
  }

  /** A request arrived: 0 next, 1 throw, 2 return. */
  resume(kind: number, value: unknown): DelegateStep {
    if (kind === THROW) return this.throwInner(value);
    if (kind === RETURN) return this.returnInner(value);
    this.expecting = "result";
    return { then: "await", value: callMethod(this.inner.next, this.inner.iterator, [value]) };
  }

  private throwInner(error: unknown): DelegateStep {
    const method = getMethod(this.inner.iterator, "throw");
    if (method !== undefined) {
      this.expecting = "result";
      return { then: "await", value: callMethod(method, this.inner.iterator, [error]) };
    }
    const close = getMethod(this.inner.iterator, "return");
    if (close === undefined) throw this.noThrowMethod();
    this.expecting = "close result";
    return { then: "await", value: callMethod(close, this.inner.iterator, []) };
  }

  private returnInner(value: unknown): DelegateStep {
    const method = getMethod(this.inner.iterator, "return");
    if (method === undefined) {
      this.expecting = "return value";
      return { then: "await", value };
    }
    this.expecting = "return result";
    return { then: "await", value: callMethod(method, this.inner.iterator, [value]) };
  }

  /** What was awaited is there. */
  received(value: unknown): DelegateStep {
    if (this.expecting === "return value") return { then: "return", value };
    const result = checkResult(value);
    if (this.expecting === "close result") throw this.noThrowMethod();
    if (!result["done"]) return { then: "yield", value: result["value"] };
    return { then: this.expecting === "return result" ? "return" : DONE, value: result["value"] };
  }

  /** The wait was left by the task's own cancellation: what to await so that the inner iterator is closed, if anything. */
  interrupted(): DelegateStep | undefined {
    if (this.expecting !== "result") return undefined;
    const method = getMethod(this.inner.iterator, "return");
    if (method === undefined) return undefined;
    return { then: "await", value: callMethod(method, this.inner.iterator, []) };
  }

  private noThrowMethod(): TypeError {
    return new TypeError("The iterator does not provide a 'throw' method.");
  }
}
