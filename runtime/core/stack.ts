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
  last: FunctionInfo;
}

const traces = new WeakMap<object, Trace>();
const finished = new WeakSet<object>();

const ownFiles = findOwnFiles();

/** The runtime's folder as engines write it in stacks; undefined when it is bundled into a file with others. */
function findOwnFiles(): string | undefined {
  const place =
    /(?:\(|at |@)((?:[a-z-]+:\/\/)?[^()\n]*?[\\/])(?:core[\\/]stack\.[cm]?[jt]s|(dist[\\/]tsyncio-bundle[\\/])[\w-]+\.js):\d+/;
  const match = place.exec(new Error().stack ?? "");
  return match === null ? undefined : `${match[1]}${match[2] ?? ""}`;
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
    traces.set(error, { lines: [`    at async ${receiver.describe(state)}`], last: receiver });
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
    const isNew = !finished.has(error);
    finished.add(error);
    const own = isNew ? dropOwnFrames(stack) : stack;
    error.stack = [own, ...(isNew ? withoutCallers(own, lines) : lines)].join("\n");
  } catch {
    // A stack that cannot be read or written is somebody else's business.
  }
}

/**
 * The stack's text without the frames of this runtime, those of the platform that called it, and those that compiled
 * functions have twice when they are called: as themselves, and as their step.
 *
 *     at /app/a.js:12:9                    at f (/app/a.js:12:9)
 *     at Task.begin (…/core/task.js)
 *     at task (…/core/task.js)
 *     at f (/app/a.js:10:10)
 *     at main (/app/a.js:20:5)             at main (/app/a.js:20:5)
 *
 * A step has its function's name already, when that is one; else it gets it from the function.
 */
export function dropOwnFrames(stack: string): string {
  if (ownFiles === undefined) return stack;
  const own = ownFiles;
  const isOwn = (line: string): boolean => line.includes(own) && /^\s*at |@/.test(line);
  const kept: string[] = [];
  /** The runtime's frame above the line. */
  let above: string | undefined;
  for (const line of stack.split("\n")) {
    if (isOwn(line)) {
      above = line;
    } else if (above !== undefined && isPlatform(line)) {
      continue;
    } else if (above !== undefined && isEntry(above) && kept.length > 1) {
      kept.push(named(kept.pop() as string, nameOf(line)));
      above = undefined;
    } else {
      above = undefined;
      kept.push(line);
    }
  }
  return kept.map(withoutSuffix).join("\n");
}

/** Drops the runtime's own frames from an error's stack. */
export function trimStack(error: Error): void {
  try {
    if (!Object.isFrozen(error) && typeof error.stack === "string") error.stack = dropOwnFrames(error.stack);
  } catch {
    // Somebody else's business.
  }
}

function isPlatform(line: string): boolean {
  return /\bnode:(?:internal|async_hooks)/.test(line);
}

/** Is it the frame of what a compiled function calls to start its step? */
function isEntry(line: string): boolean {
  return /^\s*at (?:[\w.]+\.)?(?:task|guard|guardCoroutine|leaf) \(/.test(line);
}

const shape = /^(\s*at )(?:(.+) \()?(.+?)\)?$/;

function nameOf(line: string): string {
  return shape.exec(line)?.[2] ?? "";
}

/** The line with this name, if it has none. */
function named(line: string, name: string): string {
  const match = shape.exec(line);
  if (match === null || name === "") return line;
  const [, head, given = "<anonymous>", place] = match;
  return /(?:^|\.)<anonymous>$/.test(given) ? `${head}${name} (${place})` : line;
}

/** A step that stands by itself is called after its function: `total$step`. */
function withoutSuffix(line: string): string {
  return line.replace(/^(\s*at [^(]*)\$step(?:_\d+)? \(/, "$1 (");
}

/** Those noted who are not in the stack already, because they called when the error was made. */
function withoutCallers(stack: string, noted: readonly string[]): readonly string[] {
  const [, ...callers] = stack
    .split("\n")
    .filter((line) => shape.test(line))
    .map(plainName);
  let doubled = 0;
  while (doubled < noted.length && callers[doubled] === plainName(noted[doubled] as string)) doubled++;
  return noted.slice(doubled);
}

/** Without what engines say of the receiver. */
function plainName(line: string): string {
  return nameOf(line)
    .replace(/^(?:async |new )|(?: \[as .*\])$/g, "")
    .replace(/^.*\./, "");
}

/** One line of a task's stack: see `Task.stack`. */
export class StackFrame {
  /** The function's name. */
  readonly name: string;
  /** The source file. */
  readonly file: string;
  /** The line, from 1; undefined when the function has not reached an await. */
  readonly line: number | undefined;
  /** The column, from 1; undefined as the line is. */
  readonly column: number | undefined;

  /** @internal */
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
