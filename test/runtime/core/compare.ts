// Runs a program natively and on the loop, and holds their logs against each other.
import { Promise as LoopPromise } from "../../../runtime/core/promise.js";
import { guestHost, settled, useAmbient } from "./hosts.js";
import { loopWorld, nativeWorld, type World } from "./machines.js";

const host = guestHost();
useAmbient(host);

/** Both logs must be the same; gives the native one. */
export async function both(program: (world: World) => void): Promise<unknown[]> {
  const native: unknown[] = [];
  const ours: unknown[] = [];
  program(nativeWorld(native));
  await settled();
  program(loopWorld(ours, LoopPromise));
  await settled();
  expect(ours).toEqual(native);
  return native;
}

/** Logs a tick per turn, beside the program. */
export function ticker({ fn, log }: World, turns: number): void {
  fn(function* () {
    for (let i = 1; i <= turns; i += 1) {
      yield undefined;
      log(`tick ${i}`);
    }
  })();
}
