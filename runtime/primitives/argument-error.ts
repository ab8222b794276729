/** A primitive was given something it cannot work with; the message says what to give. Code `TSYNCIO_ARGUMENT`. */
export class ArgumentError extends TypeError {
  override readonly name = "ArgumentError";
  readonly code = "TSYNCIO_ARGUMENT";
}
