/// <reference lib="esnext.disposable" preserve="true" />
/**
 * `tsyncio/testing`: simulated worlds. Re-exports only; every name is documented where it is defined.
 */

export { simulate, type SimulateOptions, type SimulationResult, type WorldOptions } from "./simulate.js";
export { explore, findFailure, type Exploration, type ExploreOptions } from "./explore.js";
export { choose, isSimulated, note } from "./ask.js";
export { fifo, RandomPolicy, type Label, type Policy } from "./policy.js";
export { Random } from "./random.js";
export { Schedule, type Choice } from "./schedule.js";
export { Trace } from "./trace-text.js";
export type { SimulatedMain } from "./simulation.js";
export {
  LivelockError,
  ScheduleFormatError,
  ScheduleMismatchError,
  SimulationError,
  SimulationStateError,
  type FailedRun,
} from "./errors.js";
