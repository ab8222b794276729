// The same in debug mode.
import { getRunningLoop } from "tsyncio";

export * from "./tsyncio-exact.mjs";

export function start(main, size, probe) {
  getRunningLoop().setDebug(true);
  return main(size, probe);
}
