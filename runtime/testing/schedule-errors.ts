/** What can be wrong with a schedule. */
import { TsyncioError } from "../core/errors.js";

/** What was given is no schedule. Code `TSYNCIO_SCHEDULE_FORMAT`. */
export class ScheduleFormatError extends TsyncioError {
  override get code(): string {
    return "TSYNCIO_SCHEDULE_FORMAT";
  }
}

/**
 * A recorded schedule does not fit the program: it has changed since, or it depends on something that is not simulated.
 * The message names the first difference. Code `TSYNCIO_SCHEDULE_MISMATCH`.
 */
export class ScheduleMismatchError extends TsyncioError {
  override get code(): string {
    return "TSYNCIO_SCHEDULE_MISMATCH";
  }
}
