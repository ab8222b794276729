// The same with an instrument that counts what it is told.
import { getRunningLoop } from "tsyncio";

export * from "./tsyncio-exact.mjs";

const told = { spawned: 0, steps: 0 };

const instrument = {
  spawned() {
    told.spawned++;
  },
  beforeStep() {
    told.steps++;
  },
};

let isAdded = false;

export function start(main, size, probe) {
  if (!isAdded) getRunningLoop().addInstrument(instrument);
  isAdded = true;
  return main(size, probe);
}
