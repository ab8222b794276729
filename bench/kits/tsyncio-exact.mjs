// The same in exact order, where any await is a turn, as it is natively.
export * from "./tsyncio-task.mjs";

export function turn() {
  return null;
}
