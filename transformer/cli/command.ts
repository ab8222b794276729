/**
 * Reads the command line and runs the subcommand. Exit codes: 0 fine, 1 something is wrong with what was looked at,
 * 2 the command line itself is wrong.
 */

import { parseArgs, type ParseArgsConfig } from "node:util";
import { didYouMean } from "../did-you-mean.js";
import { OptionError } from "../options.js";
import { doctor } from "./doctor.js";
import { inspect } from "./inspect.js";
import { ownVersion } from "./packages.js";
import { ps } from "./ps.js";

/** The world, as a command sees it. */
export interface Terminal {
  /** The current directory. */
  readonly directory: string;
  /** Where this package's code is. */
  readonly home: string;
  print(text: string): void;
  complain(text: string): void;
}

/** A command line that cannot be understood. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

const help = (
  version: string,
): string => `tsyncio ${version}: plain async functions as state machines on an explicit event loop

  tsyncio inspect <file>     print what a file compiles to
    --ir                     print the intermediate representation instead
    --returns task|coroutine --promises loop|native --order exact|relaxed
    --cancellation bypass-catch|catchable --brand all|escaping|none --runtime <module>
                             compile with these options (default: those of the nearest tsconfig.json)
    --module esm|commonjs    --target <ES2022>

  tsyncio doctor [directory] say what is wrong with a project's set-up
    -p, --project <file>     look at this tsconfig

  tsyncio ps <pid>           print the tasks of a running Node process: who waits for whom, where

  tsyncio --help | --version`;

type OptionTable = NonNullable<ParseArgsConfig["options"]>;

const inspectOptions = {
  ir: { type: "boolean" },
  returns: { type: "string" },
  promises: { type: "string" },
  order: { type: "string" },
  cancellation: { type: "string" },
  brand: { type: "string" },
  runtime: { type: "string" },
  module: { type: "string" },
  target: { type: "string" },
} as const satisfies OptionTable;

const doctorOptions = { project: { type: "string", short: "p" } } as const satisfies OptionTable;

const commands: Readonly<Record<string, (args: readonly string[], terminal: Terminal) => number>> = {
  inspect(args, terminal) {
    const { values, positionals } = parse("inspect", args, inspectOptions);
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0)
      throw new UsageError("inspect takes one file: tsyncio inspect src/main.ts");
    return inspect({ ...values, file }, terminal);
  },
  doctor(args, terminal) {
    const { values, positionals } = parse("doctor", args, doctorOptions);
    if (positionals.length > 1) throw new UsageError("doctor takes one directory: tsyncio doctor .");
    return doctor({ directory: positionals[0], project: values.project }, terminal);
  },
  ps(args, terminal) {
    const { positionals } = parse("ps", args, {});
    const pid = Number(positionals[0]);
    if (positionals.length !== 1 || !Number.isInteger(pid) || pid < 1)
      throw new UsageError("ps takes the number of a process: tsyncio ps 4711");
    return ps(pid, terminal);
  },
};

/** Runs a command line; returns the exit code. */
export function runCommand(args: readonly string[], terminal: Terminal): number {
  const [name, ...rest] = args;
  if (name === undefined || name === "--help" || name === "-h" || name === "help" || rest.includes("--help")) {
    terminal.print(help(ownVersion(terminal.home)));
    return name === undefined ? 2 : 0;
  }
  if (name === "--version" || name === "-v") {
    terminal.print(ownVersion(terminal.home));
    return 0;
  }
  try {
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (command === undefined) throw unknown("command", name, Object.keys(commands));
    return command(rest, terminal);
  } catch (error) {
    if (!(error instanceof UsageError) && !(error instanceof OptionError)) throw error;
    terminal.complain(`tsyncio: ${error.message}`);
    return 2;
  }
}

function parse<T extends OptionTable>(command: string, args: readonly string[], options: T) {
  const known = Object.keys(options);
  for (const arg of args) {
    const name = /^--([^=]+)/.exec(arg)?.[1];
    if (name !== undefined && !known.includes(name))
      throw unknown(
        `option of ${command}:`,
        `--${name}`,
        known.map((key) => `--${key}`),
      );
  }
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function unknown(what: string, given: string, candidates: readonly string[]): UsageError {
  const nearest = didYouMean(given, candidates);
  const hint = nearest === undefined ? `There are ${candidates.join(", ")}.` : `Did you mean "${nearest}"?`;
  return new UsageError(`unknown ${what} "${given}". ${hint}`);
}
