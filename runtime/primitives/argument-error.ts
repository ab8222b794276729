/** A primitive was given something it cannot work with; the message says what to give. Code `TSYNCIO_ARGUMENT`. */
export class ArgumentError extends TypeError {
  /** The class\'s name. */
  override readonly name = "ArgumentError";
  /** Stable, for programs: "TSYNCIO_…". */
  readonly code = "TSYNCIO_ARGUMENT";
}
