// The same with an instrument that counts what it is told.
import { getRunningLoop } from "tsyncio";

export * from "./tsyncio-exact.mjs";

let told = 0;

const instrument = {
  taskSpawned() {
    told++;
  },
  beforeStep() {
    told++;
  },
  afterStep() {
    told++;
  },
};

let isAdded = false;

export function start(main, size, probe) {
  if (!isAdded) getRunningLoop().addInstrument(instrument);
  isAdded = true;
  return main(size, probe);
}
