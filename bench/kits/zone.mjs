// Promises as zone.js makes them: whoever loads this has loaded zone.js before.
export * from "./promises.mjs";
export { setTimeout as setTimer, clearTimeout as clearTimer } from "./platform.mjs";

export class Variable {
  get() {
    return globalThis.Zone.current.get("value");
  }

  run(value, body) {
    return globalThis.Zone.current.fork({ name: "request", properties: { value } }).run(body);
  }
}

export function start(main, size, probe) {
  return globalThis.Zone.current.fork({ name: "bench" }).run(() => main(size, probe));
}
