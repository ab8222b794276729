// Exact order while somebody uses an AsyncLocalStorage: the loop carries the stores along.
import { AsyncLocalStorage } from "node:async_hooks";

export * from "./tsyncio-exact.mjs";

const request = new AsyncLocalStorage();

export function start(main, size, probe) {
  return request.run({ request: size }, () => main(size, probe));
}
