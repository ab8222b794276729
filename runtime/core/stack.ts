/**
 * Stacks of errors that cross awaits. An engine writes the stack when the error is made: it ends where the loop called the
 * step. Whoever waits is known only later, one caller at a time, as the error travels:
 *
 *     worker throws ─▶ handler awaits worker ─▶ main awaits handler          error.stack, in the end
 *                      noteFrame(handler)       noteFrame(main)              Error: …
 *                                                                               at worker (…)            engine's
 *                                                                               at async handler (a.ts:3:9)
 *                                                                               at async main (a.ts:9:3)
 *
 * Reading `error.stack` makes the engine format it, which costs microseconds. So frames are only noted while the error
 * travels, and written into the text when somebody may look: when it reaches a catch clause, a rejection handler,
 * `result()`, or the exception handler. The runtime's own frames are dropped from the text at that time.
 * `Error.prepareStackTrace` is left alone, and so are frozen errors and what is no error.
 *
 * A frame is noted once: when the function that threw is the one noted last, or the error has not travelled yet. That keeps
 * a failed promise with many waiters from collecting everybody's frames.
 */
import type { FunctionInfo } from "./function-info.js";

interface Trace {
  lines: string[];
  /** The function the error came out of first. */
  readonly origin: FunctionInfo | null;
  last: FunctionInfo;
}

const traces = new WeakMap<object, Trace>();
const finished = new WeakSet<object>();

const ownFiles = findOwnFiles();

/** The runtime's folder as engines write it in stacks; undefined when it is bundled into a file with others. */
function findOwnFiles(): string | undefined {
  const match = /(?:\(|at |@)((?:[a-z-]+:\/\/)?[^()\n]*?[\\/])core[\\/]stack\.[cm]?[jt]s:\d+/.exec(
    new Error().stack ?? "",
  );
  return match?.[1];
}

function isError(value: unknown): value is Error {
  return value instanceof Error;
}

/**
 * Notes that the error is delivered to a function that waits at `state`.
 * @param from the function it comes out of, when it is a compiled one
 */
export function noteFrame(error: unknown, from: FunctionInfo | null, receiver: FunctionInfo, state: number): void {
  if (!isError(error)) return;
  const trace = traces.get(error);
  if (trace === undefined) {
    traces.set(error, { lines: [`    at async ${receiver.describe(state)}`], origin: from, last: receiver });
  } else if (trace.last === from) {
    trace.lines.push(`    at async ${receiver.describe(state)}`);
    trace.last = receiver;
  }
}

/** Writes what was noted into `error.stack`, and drops the runtime's own frames from it. */
export function finishTrace(error: unknown): void {
  if (!isError(error)) return;
  const trace = traces.get(error);
  if (trace === undefined) return;
  const lines = trace.lines;
  if (lines.length === 0) return;
  trace.lines = [];
  try {
    const stack = error.stack;
    if (typeof stack !== "string" || Object.isFrozen(error)) return;
    const own = finished.has(error) ? stack : dropOwnFrames(stack, trace.origin?.name);
    finished.add(error);
    error.stack = `${own}\n${lines.join("\n")}`;
  } catch {
    // A stack that cannot be read or written is somebody else's business.
  }
}

/**
 * The stack's text without the frames of this runtime, and those of the platform that called it.
 * @param thrower the name of the function that threw: engines call its step `Task.<anonymous>`
 */
export function dropOwnFrames(stack: string, thrower?: string): string {
  if (ownFiles === undefined) return stack;
  const own = ownFiles;
  const lines = stack.split("\n");
  const isOwn = (line: string): boolean => line.includes(own) && /^\s*at |@/.test(line);
  const isPlatform = (line: string): boolean => /\bnode:(?:internal|async_hooks)/.test(line);
  const step = lines.findIndex(isOwn) - 1;
  if (thrower !== undefined && thrower !== "" && step > 0) {
    lines[step] = (lines[step] as string).replace(
      /^(\s*at )(?:Task|Coroutine|GeneratorBody)\.[^(]+\(/,
      `$1${thrower} (`,
    );
  }
  let dropped = false;
  const kept = lines.filter((line) => !(dropped = isOwn(line) || (dropped && isPlatform(line))));
  return kept.map(withoutSuffix).join("\n");
}

/** A step that stands by itself is called after its function: `total$step`. */
function withoutSuffix(line: string): string {
  return line.replace(/^(\s*at [^(]*)\$step(?:_\d+)? \(/, "$1 (");
}

/** One line of a task's stack. */
export class StackFrame {
  /** The function's name. */
  readonly name: string;
  readonly file: string;
  /** Counts from 1; undefined when the function has not reached an await. */
  readonly line: number | undefined;
  readonly column: number | undefined;

  constructor(info: FunctionInfo, state: number) {
    const at = info.position(state);
    this.name = info.name === "" ? "<anonymous>" : info.name;
    this.file = info.file;
    this.line = at?.line;
    this.column = at?.column;
  }

  /** `name (file:line:column)`. */
  toString(): string {
    const at = this.line === undefined ? "" : `:${this.line}:${this.column}`;
    return `${this.name} (${this.file}${at})`;
  }
}
