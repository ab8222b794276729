/**
 * `AsyncLocalStorage` around compiled code.
 *
 * Code after an `await` must see the stores that were current when that `await` was reached, never those of the task that
 * happened to run before it: one request must not see another's data. Node does that for native promises inside the
 * engine; here the loop asks for the stores when a callback is registered (`capture`) and hands them back when it runs it
 * (`run`). Doing so for every await costs, and most programs have no store, so the question "is any store in use?" is
 * answered by one flag:
 *
 *  - Stores entered later: every way into a store passes through `run`, `enterWith` or `_enable` of
 *    `AsyncLocalStorage.prototype`. They are watched until the first call, which raises the flag and takes the watch off.
 *    The watch is set once per process and lives in the main realm, so a hundred Jest sandboxes share it and none is kept
 *    alive by it.
 *  - Stores entered before the runtime was loaded, perhaps in a context that cannot be seen from here: on Node 20 and 22
 *    a new `AsyncResource` carries a mark for every store that was ever enabled. Since Node 24 stores leave no trace
 *    outside the contexts that carry them; there it is enough to know whether the module that implements
 *    `AsyncLocalStorage`, which Node loads on first use, was loaded before us. When in doubt the flag is up.
 *
 * What is captured, by engine: since Node 24 the frame itself (an immutable map; reading and exchanging it take 2 ns; it
 * is reached through a public object and, should that ever change, the next way is used); before, on Bun and on Deno, an
 * `AsyncResource` (50 ns on Node 20; `AsyncLocalStorage.snapshot()` would be 4–13 µs).
 *
 * The flag may rise in the middle of a step. What was registered before that has captured nothing and must then be run
 * with no store at all, not with whatever is current: `run(undefined, …)` does.
 */
import type { PlatformStores } from "../core/host.js";
import type { AsyncHooksModule, AsyncResourceLike, MainRealm } from "./main-realm.js";

/** The process-wide flag: shared by every copy of the runtime and every sandbox. */
interface Usage {
  inUse: boolean;
}

/** A way to capture and restore. */
type Mechanism = Pick<PlatformStores, "capture" | "run">;

/** The static side of Node's `AsyncContextFrame`. */
interface FrameClass {
  current(): unknown;
  exchange(frame: unknown): unknown;
  set(frame: unknown): void;
}

const usageKey = Symbol.for("tsyncio.stores@1");
const frameModule = "NativeModule internal/async_local_storage/async_context_frame";

/** Stores by way of Node's `async_hooks`. */
export function nodeStores(realm: MainRealm): PlatformStores {
  const usage = usageOf(realm);
  const blank = new realm.asyncHooks.AsyncResource("tsyncio");
  for (const mark of storeMarks(blank)) Reflect.deleteProperty(blank, mark);
  // Chosen when first needed: looking for frames enters a store.
  let mechanism: Mechanism | undefined;
  const chosen = (): Mechanism => (mechanism ??= choose(realm.asyncHooks, blank));
  return {
    usage,
    get inUse() {
      return usage.inUse;
    },
    capture: () => (mechanism ?? chosen()).capture(),
    run: (captured, callback, argument) => (mechanism ?? chosen()).run(captured, callback, argument),
  };
}

function usageOf(realm: MainRealm): Usage {
  // Read before `AsyncLocalStorage` is touched, which loads that module.
  const loadedBefore = realm.process.moduleLoadList?.includes(frameModule) ?? true;
  const { AsyncLocalStorage, AsyncResource } = realm.asyncHooks;
  const holder = AsyncLocalStorage as unknown as { [usageKey]?: Usage };
  const known = holder[usageKey];
  if (known !== undefined) return known;
  const enabledByHooks = "_enable" in AsyncLocalStorage.prototype;
  const inUse = enabledByHooks ? storeMarks(new AsyncResource("tsyncio")).length > 0 : loadedBefore;
  const watch = realm.evaluate(watchSource) as (prototype: object, inUse: boolean) => Usage;
  const usage = watch(AsyncLocalStorage.prototype, inUse);
  Object.defineProperty(AsyncLocalStorage, usageKey, { value: usage });
  return usage;
}

/** The marks that enabled stores leave on a new resource (Node 20 and 22). */
function storeMarks(resource: object): symbol[] {
  return Object.getOwnPropertySymbols(resource).filter((key) => key.description === "kResourceStore");
}

/**
 * Source text, because it is to run in the main realm. Replaces the methods by which a store can come into use with ones
 * that raise the flag, put the originals back (unless somebody wrapped them in the meantime) and go on.
 */
const watchSource = `(prototype, inUse) => {
  const usage = { inUse };
  if (inUse) return usage;
  const undo = [];
  for (const name of ["run", "enterWith", "_enable"]) {
    const before = Object.getOwnPropertyDescriptor(prototype, name);
    if (typeof before?.value !== "function" || !before.configurable) continue;
    const watched = function (...args) {
      usage.inUse = true;
      for (const put of undo.splice(0)) put();
      return Reflect.apply(before.value, this, args);
    };
    Object.defineProperty(watched, "name", { value: name, configurable: true });
    Object.defineProperty(watched, "length", { value: before.value.length, configurable: true });
    Object.defineProperty(prototype, name, { ...before, value: watched });
    undo.push(() => {
      if (prototype[name] === watched) Object.defineProperty(prototype, name, before);
    });
  }
  return usage;
}`;

function choose(hooks: AsyncHooksModule, blank: AsyncResourceLike): Mechanism {
  const frames = "_enable" in hooks.AsyncLocalStorage.prototype ? null : frameClass(hooks);
  return frames === null ? byResource(hooks, blank) : byFrame(frames);
}

/** Finds the class of context frames through a resource made while a store of our own is current; `null` if not there. */
function frameClass({ AsyncLocalStorage, AsyncResource }: AsyncHooksModule): FrameClass | null {
  const storage = new AsyncLocalStorage();
  // A scope of its own: `run` leaves a frame that remembers the storage in the scope where it is called.
  const probe = new AsyncResource("tsyncio").runInAsyncScope(
    () => storage.run(true, () => new AsyncResource("tsyncio")),
    undefined,
    undefined,
  );
  for (const key of Object.getOwnPropertySymbols(probe)) {
    const frame = (probe as unknown as Record<symbol, unknown>)[key];
    if (typeof frame !== "object" || frame === null) continue;
    const candidate = frame.constructor as unknown as Partial<FrameClass>;
    const complete = [candidate.current, candidate.exchange, candidate.set].every(
      (member) => typeof member === "function",
    );
    if (complete) return candidate as FrameClass;
  }
  return null;
}

/** Stands for the frame that is not there when no store is current. */
const noFrame = {};

function byFrame(frames: FrameClass): Mechanism {
  return {
    // Something in any case: "no store was current" is known here, "nothing was captured" is not.
    capture: () => frames.current() ?? noFrame,
    run(stores, callback, argument) {
      const outer = frames.exchange(stores === noFrame ? undefined : stores);
      try {
        callback(argument);
      } finally {
        frames.set(outer);
      }
    },
  };
}

function byResource({ AsyncResource }: AsyncHooksModule, blank: AsyncResourceLike): Mechanism {
  const capture = (): AsyncResourceLike => new AsyncResource("tsyncio");
  return {
    capture,
    run(stores, callback, argument) {
      // A blank of its own for each run: `enterWith` writes on the resource it runs in.
      const resource = (stores ?? blank.runInAsyncScope(capture, undefined, undefined)) as AsyncResourceLike;
      resource.runInAsyncScope(callback, undefined, argument);
    },
  };
}
