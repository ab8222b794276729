// A clock for a shared machine: the time that has passed, less the time this thread was ready to run and had no
// processor. Linux tells the second (schedstat: time on a processor, time waiting for one); elsewhere it is wall time.
// Waiting for the garbage collector's helpers is not subtracted.
import { Buffer } from "node:buffer";
import { closeSync, openSync, readSync } from "node:fs";

const file = open();
const buffer = Buffer.alloc(128);

function open() {
  if (process.platform !== "linux") return undefined;
  try {
    const opened = openSync("/proc/self/schedstat", "r");
    const length = readSync(opened, Buffer.alloc(128), 0, 128, 0);
    if (length > 0) return opened;
    closeSync(opened);
  } catch {
    // No such kernel option.
  }
  return undefined;
}

export const isFair = file !== undefined;

function waited() {
  if (file === undefined) return 0;
  const length = readSync(file, buffer, 0, 128, 0);
  return Number(buffer.latin1Slice(0, length).split(" ")[1]);
}

/** Nanoseconds. Both clocks are read in one piece: nothing was waited for between them. */
export function now() {
  let before = waited();
  for (;;) {
    const passed = performance.now() * 1e6;
    const after = waited();
    if (after === before) return passed - after;
    before = after;
  }
}
