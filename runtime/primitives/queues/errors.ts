/**
 * What can go wrong with queues. The names are asyncio's.
 */
import { TsyncioError } from "../../core/errors.js";

/** `getNowait` found nothing. Mirrors `asyncio.QueueEmpty`. Code `TSYNCIO_QUEUE_EMPTY`. */
export class QueueEmpty extends TsyncioError {
  override get code(): string {
    return "TSYNCIO_QUEUE_EMPTY";
  }
}

/** `putNowait` found no place. Mirrors `asyncio.QueueFull`. Code `TSYNCIO_QUEUE_FULL`. */
export class QueueFull extends TsyncioError {
  override get code(): string {
    return "TSYNCIO_QUEUE_FULL";
  }
}

/**
 * The queue was shut down (and, for `get`, is empty). Mirrors `asyncio.QueueShutDown`.
 * Code `TSYNCIO_QUEUE_SHUT_DOWN`.
 */
export class QueueShutDown extends TsyncioError {
  override get code(): string {
    return "TSYNCIO_QUEUE_SHUT_DOWN";
  }
}

/**
 * `taskDone` was called more often than there were items. Mirrors the `ValueError` of `Queue.task_done`.
 * Code `TSYNCIO_QUEUE_STATE`.
 */
export class QueueStateError extends TsyncioError {
  override get code(): string {
    return "TSYNCIO_QUEUE_STATE";
  }
}
