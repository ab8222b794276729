import { run, simulatedHost } from "tsyncio";

/** Runs it as the main task of a loop of its own, under virtual time. */
export function simulated<T>(body: () => PromiseLike<T>): T {
  return run(body, { host: simulatedHost() });
}
