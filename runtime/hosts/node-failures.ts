/**
 * What Node does with an unhandled rejection, done for a failure of ours that nobody looked at.
 *
 * `unhandledRejection` listeners get the error and the future; without one the process fails, as an uncaught exception
 * does, so that `uncaughtException` listeners (with the origin "unhandledRejection"), `domain`s and the exit code all
 * behave as people expect. The command line switch `--unhandled-rejections` is obeyed. Node's own way there is a rejected
 * promise that nobody looks at, so one is made when it comes to that: the only one the runtime ever makes.
 *
 * https://nodejs.org/api/cli.html#--unhandled-rejectionsmode
 */
import type { MainRealm } from "./main-realm.js";
import type { NodeProcess } from "./platform.js";

type Mode = "throw" | "strict" | "warn" | "warn-with-error-code" | "none";

/** Treats `error`, with which `future` failed unseen, as Node treats an unhandled rejection. */
export function reportLikeRejection(realm: MainRealm, error: unknown, future: unknown): void {
  const { process } = realm;
  const told = (): boolean => process.emit("unhandledRejection", error, future);
  switch (modeOf(process)) {
    case "none":
      told();
      return;
    case "strict":
      raise(realm, error);
      return;
    case "warn":
      told();
      warn(process, error);
      return;
    case "warn-with-error-code":
      if (!told()) {
        warn(process, error);
        process.exitCode = 1;
      }
      return;
    case "throw":
      if (!told()) raise(realm, error);
  }
}

/** Lets the error become an uncaught exception, as an unhandled rejection does. */
function raise(realm: MainRealm, error: unknown): void {
  realm.rejectUnseen(isError(error) ? error : new UnhandledFailureError(error));
}

/** Something that is not an `Error` was thrown in a task and nobody looked at it. */
class UnhandledFailureError extends Error {
  override readonly name = "UnhandledFailureError";
  readonly code = "TSYNCIO_UNHANDLED_FAILURE";
  readonly reason: unknown;

  constructor(reason: unknown) {
    super(
      "a task failed with a value that is not an Error and nobody awaited it; " +
        `throw an Error, or await the task and catch. The value: ${text(reason)}`,
    );
    this.reason = reason;
  }
}

function warn(process: NodeProcess, error: unknown): void {
  const detail = isError(error) && typeof error.stack === "string" ? error.stack : text(error);
  process.emitWarning(`a task failed and nobody awaited it: ${text(error)}`, {
    type: "UnhandledFailureWarning",
    detail,
  });
}

function modeOf(process: NodeProcess): Mode {
  const words = [...(process.env?.["NODE_OPTIONS"] ?? "").split(/\s+/), ...(process.execArgv ?? [])];
  let mode: Mode = "throw";
  words.forEach((word, at) => {
    const [name, value = words[at + 1]] = word.split("=", 2);
    if (name === "--unhandled-rejections" && isMode(value)) mode = value;
  });
  return mode;
}

function isMode(value: string | undefined): value is Mode {
  return (
    value === "throw" || value === "strict" || value === "none" || value === "warn" || value === "warn-with-error-code"
  );
}

/** Errors of any realm: a sandbox's `Error` is not an instance of ours. */
function isError(value: unknown): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === "[object Error]";
}

function text(value: unknown): string {
  try {
    return String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}
