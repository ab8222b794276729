/**
 * What the hosts use of the platform, read from the global object at the moment of use.
 *
 * Two reasons to go through here instead of naming `setTimeout` directly. Fake timers (Jest, Vitest, Sinon, Node's test runner)
 * replace the globals while a program runs, and a loop that remembered the original would not be driven by them. And the
 * runtime compiles without a DOM or Node library: these few lines say all that it needs to know about either.
 */

/** The globals that may be there. All of them are optional: an edge worker has neither `MessageChannel` nor `setImmediate`. */
export interface PlatformGlobals {
  readonly setTimeout?: (callback: () => void, delay: number) => unknown;
  readonly clearTimeout?: (timer: never) => void;
  readonly queueMicrotask?: (callback: () => void) => void;
  readonly performance?: { now(): number };
  readonly MessageChannel?: new () => MessageChannelLike;
  readonly AbortController?: new () => AbortControllerLike;
  readonly dispatchEvent?: (event: EventLike) => boolean;
  readonly Event?: new (type: string, options?: { cancelable?: boolean }) => EventLike;
  readonly console?: { warn(...parts: unknown[]): void; error(...parts: unknown[]): void };
  readonly process?: NodeProcess;
}

/** The part of `MessageChannel` that a macrotask needs. */
export interface MessageChannelLike {
  readonly port1: { onmessage: ((event: unknown) => void) | null; unref?(): void };
  readonly port2: { postMessage(message: unknown): void };
}

/** The part of `AbortController` that `currentTask().signal` needs. */
export interface AbortControllerLike {
  readonly signal: unknown;
  abort(reason?: unknown): void;
}

/** The part of DOM's `Event` used to announce an unhandled failure. */
export interface EventLike {
  readonly defaultPrevented: boolean;
}

/** The part of Node's `process` that the node host and the choice of the ambient host use. */
export interface NodeProcess {
  readonly versions?: { readonly node?: string };
  readonly execArgv?: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly moduleLoadList?: readonly string[];
  exitCode?: number | string | null | undefined;
  getBuiltinModule?(name: string): unknown;
  on(event: string, listener: (...parts: never[]) => void): unknown;
  off(event: string, listener: (...parts: never[]) => void): unknown;
  emit(event: string, ...parts: unknown[]): boolean;
  listenerCount(event: string): number;
  emitWarning(message: string, options: { type: string; detail?: string }): void;
  exit(code?: number): never;
}

/** The global object, as the hosts see it. Read its properties when they are used, never at load. */
export const platform = globalThis as unknown as PlatformGlobals;
