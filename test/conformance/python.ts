/** What the ported tests need of Python beside `unittest`: its error classes, and its way of being busy. */
import { getRunningLoop } from "tsyncio";

export class ZeroDivisionError extends Error {}
export class ValueError extends Error {}
export class KeyError extends Error {}
export class RuntimeError extends Error {}
export class OSError extends Error {}
export class LookupError extends Error {}

/** `1 / 0` */
export function divideByZero(): never {
  throw new ZeroDivisionError("division by zero");
}

/** `time.sleep`, in milliseconds: time passes and the loop can do nothing meanwhile. */
export function busy(ms: number): void {
  const { host } = getRunningLoop();
  host.advance?.(host.now() + ms);
}
