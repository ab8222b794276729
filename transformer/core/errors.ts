/**
 * A broken promise between two passes of the compiler: a bug of this project, never of the user's program.
 * Carries the node so that the front end can say where it happened.
 */
import type { HostNode } from "./dialect.js";

export class InternalError extends Error {
  override readonly name = "InternalError";
  /** Not enumerable: a host node printed with the error would bury it. */
  declare readonly node: HostNode | undefined;

  constructor(message: string, node?: HostNode) {
    super(`tsyncio: internal compiler error: ${message}. Please report it with the function it happened in.`);
    Object.defineProperty(this, "node", { value: node });
  }
}

/** Asserts what an earlier pass promised. */
export function invariant(condition: unknown, message: string, node?: HostNode): asserts condition {
  if (!condition) throw new InternalError(message, node);
}
