/**
 * A scope (a timeout, say) was used out of turn: entered twice, or outside a task, or changed when it was over. Mirrors the
 * `RuntimeError`s of asyncio's `Timeout`. Code `TSYNCIO_SCOPE_STATE`.
 */
export class ScopeStateError extends Error {
  /** The class\'s name. */
  override readonly name = "ScopeStateError";
  /** Stable, for programs: "TSYNCIO_…". */
  readonly code = "TSYNCIO_SCOPE_STATE";
}
