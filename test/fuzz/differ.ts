/** Runs a program natively and compiled, and says where they differ. */
import type { UserOptions } from "../../transformer/options.js";
import { type Outcome, story, storyWithRounds } from "../language/fixture.js";
import { runProgram } from "../language/run.js";
import type { ProgramText } from "./program.js";
import { type Frontend, loadCompiled, loadNative, NotAProgram } from "./compile.js";

export interface Mode {
  readonly frontend: Frontend;
  readonly returns: "task" | "coroutine";
  readonly order: "exact" | "relaxed";
}

/** Do things happen in the engine's order, tick for tick? */
export function isExact(mode: Mode): boolean {
  return mode.returns === "task" && mode.order === "exact";
}

/** Where the compiled program differs, in words; `null` when it does not, `undefined` when it is no program. */
export async function difference(text: ProgramText, mode: Mode): Promise<string | null | undefined> {
  try {
    const native = loadNative(text.native);
    const expected = tell(await runProgram(native, false), text);
    const actual = await compiledStory(text, mode);
    return expected === actual ? null : firstDifference(expected, actual);
  } catch (error) {
    if (error instanceof NotAProgram) return undefined;
    throw error;
  }
}

async function compiledStory(text: ProgramText, mode: Mode): Promise<string> {
  const options: UserOptions = { returns: mode.returns, order: mode.order };
  try {
    return tell(await runProgram(loadCompiled(text.source, mode.frontend, options), true), text);
  } catch (error) {
    if (error instanceof NotAProgram) throw error;
    return `does not compile: ${(error as Error).stack}`;
  }
}

function tell(outcome: Outcome, text: ProgramText): string {
  // The message is whose helper made the error: ECMAScript gives it none.
  return whole(outcome, text).replaceAll(
    "SuppressedError: An error was suppressed during disposal.",
    "SuppressedError",
  );
}

/** With more than one generation to a microtask (test/language/loop.ts) only the order counts. */
const showsRounds = (process.env["BURST"] ?? "1") === "1";

function whole(outcome: Outcome, { isOrdered }: ProgramText): string {
  if (isOrdered) return showsRounds ? storyWithRounds(outcome) : story(outcome);
  // Each worker's log by itself: the first word of a line names the worker.
  const log = ["w0", "w1"].flatMap((worker) => outcome.log.filter((line) => line.startsWith(`${worker} `)));
  const others = outcome.log.filter((line) => !/^w[01] /.test(line));
  return story({ ...outcome, log: [...log, ...others] });
}

function firstDifference(expected: string, actual: string): string {
  const [wanted, got] = [expected.split("\n"), actual.split("\n")];
  let line = 0;
  while (wanted[line] === got[line]) line++;
  const around = (lines: string[]): string => lines.slice(Math.max(0, line - 2), line + 6).join("\n");
  return `line ${line + 1} of ${wanted.length} (native) and ${got.length} (compiled)\nnative:\n${around(wanted)}\ncompiled:\n${around(got)}`;
}
