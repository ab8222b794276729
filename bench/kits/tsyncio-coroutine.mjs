// For `returns: "coroutine"`: a call starts when it is awaited, or made a task; it runs in the context of who awaits it.
import { ContextVar, createTask } from "tsyncio";

export * from "./tsyncio.mjs";

export class Variable {
  constructor(value) {
    this.variable = new ContextVar("variable", { default: value });
  }

  get() {
    return this.variable.get();
  }

  async run(value, body) {
    const token = this.variable.set(value);
    try {
      return await body();
    } finally {
      this.variable.reset(token);
    }
  }
}

export function spawn(call) {
  return createTask(call);
}
