// The library: whose request is being served, without handing it through every call.
import { AsyncLocalStorage } from "node:async_hooks";

export const storage = new AsyncLocalStorage();

/** Whose request it is; `null` outside of requests. */
export function current() {
  return storage.getStore()?.id ?? null;
}
