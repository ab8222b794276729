/**
 * Which loop a run is on: the one given, a new one on the host given, or (for `run` only) the ambient one.
 */
import { LoopStateError } from "./core/errors.js";
import type { Host } from "./core/host.js";
import { EventLoop } from "./core/loop.js";
import { getRunningLoop } from "./core/queries.js";
import { ambientHost } from "./hosts/ambient.js";
import { SimulatedHost } from "./hosts/simulated.js";
import { ArgumentError } from "./primitives/argument-error.js";

/** Where to run. */
export interface LoopChoice {
  /** The loop to run on. It stays open afterwards. */
  readonly loop?: EventLoop | undefined;
  /** The host for a new loop, which is closed afterwards. */
  readonly host?: Host | undefined;
  /** Turns the loop's debug mode on or off. */
  readonly debug?: boolean | undefined;
}

/** A loop, and whether it was made for this purpose. */
export interface ChosenLoop {
  readonly loop: EventLoop;
  readonly made: boolean;
}

/**
 * Finds or makes the loop. Without a choice: `fallback`.
 *
 * @throws {ArgumentError} when both a loop and a host are given.
 */
export function chooseLoop({ loop, host, debug }: LoopChoice, fallback: () => ChosenLoop = ambient): ChosenLoop {
  if (loop !== undefined && host !== undefined) {
    throw new ArgumentError("give a loop or a host, not both: a loop has its host already");
  }
  const chosen = loop !== undefined ? { loop, made: false } : host !== undefined ? newLoop(host) : fallback();
  if (debug !== undefined) chosen.loop.setDebug(debug);
  return chosen;
}

/**
 * A new loop, on the platform or on the host given; `close()` it in the end. Mirrors `asyncio.new_event_loop`. (`run` and
 * `Runner` make and close loops themselves.)
 */
export function newEventLoop(host: Host = ambientHost()): EventLoop {
  return new EventLoop(host);
}

/** A new loop on a host. */
export function newLoop(host: Host): ChosenLoop {
  return { loop: new EventLoop(host), made: true };
}

function ambient(): ChosenLoop {
  return { loop: getRunningLoop(), made: false };
}

/** @throws {LoopStateError} when a loop that can only run synchronously runs already */
export function checkNotRunning(loop: EventLoop): void {
  if (loop.host.advance === undefined || !loop.isRunning()) return;
  throw new LoopStateError("run() cannot be called from inside the loop it is to run: await main() instead");
}

/** Under virtual time: throws the failures that nobody looked at, as a process would fail with them. */
export function checkUnhandled({ host }: EventLoop): void {
  if (host instanceof SimulatedHost) host.checkUnhandled();
}
