// This project's own primitives, where it has them; what it has not is the promises' version, compiled.
import * as tsyncio from "tsyncio";
import * as promises from "./promises.mjs";

export const Queue = tsyncio.Queue ?? promises.Queue;
export const Lock = tsyncio.Lock ?? promises.Lock;
export { makeGate } from "./promises.mjs";

/** `turn(0)`: a settled value is no turn in relaxed order, nor for a coroutine; this is one everywhere. */
export { sleep as turn } from "tsyncio";

export function gather(calls) {
  return tsyncio.gather(...calls);
}

export function setTimer(callback, delay) {
  return tsyncio.getRunningLoop().callLater(delay, callback);
}

export function clearTimer(timer) {
  timer.cancel();
}

export function start(main, size, probe) {
  return main(size, probe);
}
