// Promises without a context: the variable is an ordinary one.
export * from "./promises.mjs";
export { setTimeout as setTimer, clearTimeout as clearTimer } from "./platform.mjs";

export class Variable {
  constructor(value) {
    this.value = value;
  }

  get() {
    return this.value;
  }

  run(value, body) {
    this.value = value;
    return body();
  }
}

export function start(main, size, probe) {
  return main(size, probe);
}
