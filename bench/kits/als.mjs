// Promises with an active AsyncLocalStorage.
import { AsyncLocalStorage } from "node:async_hooks";

export * from "./promises.mjs";
export { setTimeout as setTimer, clearTimeout as clearTimer } from "./platform.mjs";

export class Variable {
  constructor() {
    this.storage = new AsyncLocalStorage();
  }

  get() {
    return this.storage.getStore();
  }

  run(value, body) {
    return this.storage.run(value, body);
  }
}

const request = new AsyncLocalStorage();

export function start(main, size, probe) {
  return request.run({ request: size }, () => main(size, probe));
}
