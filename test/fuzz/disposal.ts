/**
 * ECMAScript's disposal of resources for the oracle, as its text says it: `using x = v` is `const x = d.use(v)`, and
 * at the end of the block `d.steps` runs, which yields what is to be awaited.
 */
import { makeSuppressedError } from "../../runtime/core/disposal.js";

type Method = (this: unknown) => unknown;

interface Resource {
  readonly value: unknown;
  readonly method: Method | undefined;
  readonly isAsync: boolean;
}

export interface Disposal {
  use<T>(value: T): T;
  useAsync<T>(value: T): T;
  /** The block ended with this error. */
  fail(error: unknown): void;
  readonly steps: Generator<unknown, void, unknown>;
}

export function disposal(): Disposal {
  const resources: Resource[] = [];
  let failure: { error: unknown } | null = null;
  const fail = (error: unknown): void => {
    failure = { error: failure === null ? error : makeSuppressedError(error, failure.error) };
  };

  function* dispose(): Generator<unknown, void, unknown> {
    let needsAwait = false;
    let hasAwaited = false;
    for (const { value, method, isAsync } of resources.reverse()) {
      if (!isAsync && needsAwait && !hasAwaited) {
        needsAwait = false;
        yield undefined;
      }
      if (method === undefined) {
        needsAwait = true;
        continue;
      }
      try {
        const result = method.call(value);
        if (!isAsync) continue;
        hasAwaited = true;
        yield result;
      } catch (error) {
        fail(error);
      }
    }
    if (needsAwait && !hasAwaited) yield undefined;
    if (failure !== null) throw failure.error;
  }

  return {
    fail,
    steps: dispose(),
    use: (value) => {
      if (value !== null && value !== undefined)
        resources.push({ value, method: methodOf(value, Symbol.dispose), isAsync: false });
      return value;
    },
    useAsync: (value) => {
      const method = value === null || value === undefined ? undefined : asyncMethodOf(value);
      resources.push({ value, method, isAsync: true });
      return value;
    },
  };
}

function asyncMethodOf(value: unknown): Method {
  const method = (value as Record<symbol, Method | null | undefined>)[Symbol.asyncDispose];
  if (method !== null && method !== undefined) return methodOf(value, Symbol.asyncDispose);
  const sync = methodOf(value, Symbol.dispose);
  return function () {
    return new Promise((resolve) => resolve(void sync.call(this)));
  };
}

function methodOf(value: unknown, symbol: symbol): Method {
  const method = (value as Record<symbol, unknown>)[symbol];
  if (Object(value) !== value || typeof method !== "function") throw new TypeError("not disposable");
  return method as Method;
}
