/**
 * Which loop a call belongs to: the one that runs now, else the realm's ambient loop, which a host module registers a maker
 * for and which is made when it is first needed. So a program needs no `run()`.
 */
import { NoRunningLoopError } from "./errors.js";
import { loops, type LoopCore } from "./loop-core.js";

/** The running loop, or the ambient one. @throws NoRunningLoopError when there is neither. */
export function currentLoop(): LoopCore {
  return loops.running ?? loops.ambient ?? makeAmbient();
}

/** As `currentLoop`; null where no loop runs and the platform can have none (a bare engine with a simulated or manual host). */
export function findLoop(): LoopCore | null {
  try {
    return currentLoop();
  } catch {
    return null;
  }
}

function makeAmbient(): LoopCore {
  const make = loops.makeAmbient;
  if (make === null) {
    throw new NoRunningLoopError(
      'no loop runs here and no host is loaded that could make one: import "tsyncio" (not only its core), or use run(main)',
    );
  }
  loops.ambient = make();
  return loops.ambient;
}

/** Called by a host module: how the realm's ambient loop is made. The first one registered stays. */
export function registerAmbientLoop(make: () => LoopCore): void {
  loops.makeAmbient ??= make;
}
