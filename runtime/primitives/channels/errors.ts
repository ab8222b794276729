/**
 * What can go wrong with channels. The names are trio's and anyio's.
 */
import { TsyncioError } from "../../core/errors.js";

/** This end of the channel was closed. trio's `ClosedResourceError`. Code `TSYNCIO_CLOSED_RESOURCE`. */
export class ClosedResourceError extends TsyncioError {
  override get code(): string {
    return "TSYNCIO_CLOSED_RESOURCE";
  }
}

/** Nobody is there any more who could receive: every receiving end was closed. trio's `BrokenResourceError`. Code `TSYNCIO_BROKEN_RESOURCE`. */
export class BrokenResourceError extends TsyncioError {
  override get code(): string {
    return "TSYNCIO_BROKEN_RESOURCE";
  }
}

/**
 * Nothing will come any more: every sending end was closed, and what they sent was received.
 * trio's `EndOfChannel`. Code `TSYNCIO_END_OF_CHANNEL`.
 */
export class EndOfChannel extends TsyncioError {
  override get code(): string {
    return "TSYNCIO_END_OF_CHANNEL";
  }
}

/**
 * It would have to wait, and was asked not to (`sendNowait`, `receiveNowait`, `selectNowait`).
 * trio's `WouldBlock`. Code `TSYNCIO_WOULD_BLOCK`.
 */
export class WouldBlock extends TsyncioError {
  override get code(): string {
    return "TSYNCIO_WOULD_BLOCK";
  }
}
