/// <reference lib="esnext.disposable" preserve="true" />
/**
 * Simulated worlds: programs on virtual time, with chance out of a seed, a policy that decides what runs next, and schedules
 * that can be played back.
 *
 * @module
 */

export { simulate, type SimulateOptions, type SimulationResult, type WorldOptions } from "./simulate.js";
export { explore, findFailure, type Exploration, type ExploreOptions } from "./explore.js";
export { choose, isSimulated, note } from "./ask.js";
export { Sequencer, type Place } from "./sequencer.js";
export { waitAllTasksBlocked } from "./wait-all-tasks-blocked.js";
export { autojump, AutojumpClock, type AutojumpOptions } from "./autojump.js";
export { fifo, RandomPolicy, type Label, type Policy } from "./policy.js";
export { Random } from "./random.js";
export { Schedule, type Choice } from "./schedule.js";
export { Trace } from "./trace-text.js";
export type { SimulatedMain } from "./simulation.js";
export { LivelockError, SimulationError, SimulationStateError, type FailedRun } from "./errors.js";
export { ScheduleFormatError, ScheduleMismatchError } from "./schedule-errors.js";
