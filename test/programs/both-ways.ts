/**
 * Runs a program both ways: with awaited calls as they are compiled (direct), and as `await f()` is written, by all rules, stepped by a
 * simulated host and called back by a guest host (where up to 1,024 generations share a microtask, and turns are taken in
 * place). What it tells must be the same: also in relaxed order, which promises less, for programs as they are written here.
 */
import * as tsyncio from "tsyncio";
import type { UserOptions } from "../../transformer/options.js";
import { load, story } from "./program.js";
import { SmallPlatform } from "./small-platform.js";

type Callee = (this: unknown, ...args: unknown[]) => unknown;

interface Calls {
  call(this: Activation, state: number, callee: Callee, known: unknown, ...args: unknown[]): unknown;
  callMethod(this: Activation, state: number, receiver: unknown, callee: Callee, ...args: unknown[]): unknown;
}

interface Activation extends Calls {
  await(state: number, value: unknown): unknown;
}

const activations = [tsyncio.Task.prototype, tsyncio.Coroutine.prototype] as unknown as Activation[];
const direct = activations.map(({ call, callMethod }): Calls => ({ call, callMethod }));

/** As the compiler would write it without direct calls: `$.await(state, callee(…))`. */
const asWritten: Calls = {
  call(state, callee, _known, ...args) {
    return this.await(state, callee(...args));
  },
  callMethod(state, receiver, callee, ...args) {
    return this.await(state, callee.apply(receiver, args));
  },
};

/** Sets how compiled code calls. */
function callsAre(calls: readonly Calls[]): void {
  activations.forEach((activation, index) => Object.assign(activation, calls[index]));
}

/** The program with its functions as methods of one object. */
export function withMethods(program: string): string {
  const heading = /^ *async function (?=\w+\()/;
  const statements = program.split(/\n(?= {4}[^\s}])/);
  const isMethod = (statement: string): boolean => heading.test(statement);
  const names = statements.filter(isMethod).map((statement) => /\w+(?=\()/.exec(statement.replace(heading, ""))?.[0]);
  const calls = new RegExp(`(?<!function |[."])\\b(${names.join("|")})\\b`, "g");
  const [methods, others] = [true, false].map((which) =>
    statements
      .filter((statement) => isMethod(statement) === which)
      .map((statement) => statement.replace(calls, "all.$1").replace(heading, "async "))
      .join("\n"),
  );
  return `class All { ${String(methods)} }\nconst all = new All();\n${String(others)}`;
}

export const prelude = `
  import { allTasks, CancelledError, ContextVar, copyContext, createTask, currentTask, Future, getRunningLoop, run, shield,
    simulatedHost, sleep, TaskGroup, timeout, waitFor } from "tsyncio";
  const names = () => [...allTasks()].map((task) => task.getName() + ":" + task.functionName).sort().join(" ");
  const stack = () => currentTask().stack().join(" < ");
`;

type Main = (log: (...words: unknown[]) => void) => Promise<unknown>;

/** As `story`, called back by a guest host. */
export function guestStory(source: string, options: UserOptions): string {
  const { main } = load<{ main: Main }>(source, options);
  const host = new SmallPlatform();
  const log = host.log.bind(host);
  const loop = new tsyncio.EventLoop(host);
  let task: tsyncio.Task | undefined;
  loop.callSoon(() => {
    const made: unknown = main(log);
    task = made instanceof tsyncio.Task ? made : loop.createTask(made as tsyncio.Coroutine);
  });
  host.runAll();
  try {
    log("=>", task?.result());
  } catch (error) {
    log("=> threw", error);
  }
  return host.lines.join("\n");
}

export const exact: UserOptions = { returns: "task" };
export const relaxed: UserOptions = { returns: "task", order: "relaxed" };
export const coroutine: UserOptions = { returns: "coroutine" };

/** What the program tells, by one set of options; it is the same on both hosts and both ways. */
export function told(body: string, options: UserOptions): string[] {
  const source = prelude + body;
  const tell = (): string[] => [story(source, options), guestStory(source, options)];
  let expected: string[];
  try {
    callsAre([asWritten, asWritten]);
    expected = tell();
  } finally {
    callsAre(direct);
  }
  expect(tell()).toEqual(expected);
  return (expected[1] as string).split("\n");
}

export const everyRule: readonly (readonly [name: string, options: UserOptions])[] = [
  ["exact", exact],
  ["relaxed", relaxed],
  ["coroutines", coroutine],
];
