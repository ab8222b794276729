/** The errors of `run` and `Runner`. */
import { TsyncioError } from "./core/errors.js";

/**
 * The program was interrupted (Ctrl-C, SIGINT) and main ended by that. The exit code is 130 then. Mirrors Python's
 * `KeyboardInterrupt` out of `asyncio.run`. Code `TSYNCIO_INTERRUPTED`.
 */
export class InterruptError extends TsyncioError {
  override get code(): string {
    return "TSYNCIO_INTERRUPTED";
  }
}

/**
 * A runner was used after it was closed, or asked for something its state does not allow.
 * Code `TSYNCIO_RUNNER_STATE`.
 */
export class RunnerStateError extends TsyncioError {
  override get code(): string {
    return "TSYNCIO_RUNNER_STATE";
  }
}
