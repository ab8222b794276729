// For `returns: "task"`, relaxed order: a call has started already, and keeps the context it was started in.
import { AsyncContext } from "tsyncio";

export * from "./tsyncio.mjs";

export class Variable extends AsyncContext.Variable {
  constructor(defaultValue) {
    super({ defaultValue });
  }
}

export function spawn(call) {
  return call;
}
