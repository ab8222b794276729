/**
 * A scope (a timeout, say) was used out of turn: entered twice, or outside a task, or changed when it was over. Mirrors the
 * `RuntimeError`s of asyncio's `Timeout`. Code `TSYNCIO_SCOPE_STATE`.
 */
export class ScopeStateError extends Error {
  override readonly name = "ScopeStateError";
  readonly code = "TSYNCIO_SCOPE_STATE";
}
