/**
 * The options of every front end, in one table: what each may be, what it is when it is not given, and how a wrong
 * one is reported. This file knows no AST.
 */

import path from "node:path";
import picomatch from "picomatch";
import type { Branding } from "./core/brand.js";
import { didYouMean } from "./did-you-mean.js";
import type { Returns } from "./directives.js";

/** What a user can choose: the table in the README says what the choices mean. */
export interface Options {
  /** What a call of an async function gives: a task that has started, or a coroutine that has not. */
  readonly returns: Returns;
  /** What the name `Promise` means in compiled modules: the loop's own, or the platform's. */
  readonly promises: "loop" | "native";
  /** The order of events: exactly ECMAScript's, or the fastest. */
  readonly order: "exact" | "relaxed";
  /** Whether an ordinary `catch` is passed by when a task is cancelled, or catches the cancellation like any error. */
  readonly cancellation: "bypass-catch" | "catchable";
  /** Which compiled functions answer as async functions where libraries ask (`fn.constructor.name`). */
  readonly brand: Branding;
  /** Are mistakes that can be seen in the source told of? They never fail a build. */
  readonly warnings: boolean;
  /** The module that compiled code imports. One that begins with "." is relative to the project directory. */
  readonly runtime: string;
  /** Globs of the files to compile, relative to the project directory; all files when empty. */
  readonly include: readonly string[];
  /** Globs of the files to leave alone. */
  readonly exclude: readonly string[];
}

/** Options as users write them. */
export type UserOptions = {
  readonly [K in keyof Options]?: Options[K] extends readonly string[] ? string | readonly string[] : Options[K];
};

/** The options when nothing is said. */
export const defaultOptions: Options = {
  returns: "task",
  promises: "loop",
  order: "exact",
  cancellation: "bypass-catch",
  brand: "escaping",
  warnings: true,
  runtime: "tsyncio/abi",
  include: [],
  exclude: [],
};

/** The options that are one of a few words. */
const choices = {
  returns: ["task", "coroutine"],
  promises: ["loop", "native"],
  order: ["exact", "relaxed"],
  cancellation: ["bypass-catch", "catchable"],
  brand: ["all", "escaping", "none"],
} as const satisfies { readonly [K in keyof Options]?: readonly Options[K][] };

/** An option that does not exist or has a wrong value. */
export class OptionError extends Error {
  /** "OptionError". */
  override readonly name = "OptionError";
  /** The number of its diagnostic: 1101 for an unknown option, 1102 for a wrong value. */
  readonly code: number;

  /** @param code the number of its diagnostic: 1101 for an unknown option, 1102 for a wrong value */
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Reads the options that a front end was given.
 *
 * @param hostKeys keys of the same object that belong to the host (`transform` in a tsconfig)
 * @throws OptionError naming the nearest valid option or value
 */
export function readOptions(given: Readonly<Record<string, unknown>>, hostKeys: readonly string[] = []): Options {
  const read: Record<string, unknown> = { ...defaultOptions };
  for (const [name, value] of Object.entries(given)) {
    if (hostKeys.includes(name) || value === undefined) continue;
    read[name] = readOption(name, value);
  }
  return read as unknown as Options;
}

function readOption(name: string, value: unknown): unknown {
  if (Object.hasOwn(choices, name)) return readChoice(name, value, choices[name as keyof typeof choices]);
  if (name === "include" || name === "exclude") return readGlobs(name, value);
  if (name === "warnings") {
    if (typeof value === "boolean") return value;
    throw wrongValue(name, value, "true or false");
  }
  if (name === "runtime") {
    if (typeof value === "string" && value !== "") return value;
    throw wrongValue(name, value, 'a module specifier such as "tsyncio/abi"');
  }
  const known = Object.keys(defaultOptions);
  const nearest = didYouMean(name, known);
  const hint = nearest === undefined ? `The options are ${known.join(", ")}.` : `Did you mean "${nearest}"?`;
  throw new OptionError(1101, `Unknown option "${name}". ${hint}`);
}

function readChoice(name: string, value: unknown, allowed: readonly string[]): string {
  if (typeof value === "string" && allowed.includes(value)) return value;
  const nearest = typeof value === "string" ? didYouMean(value, allowed) : undefined;
  const list = allowed.map((word) => `"${word}"`).join(" or ");
  throw wrongValue(name, value, list, nearest);
}

function readGlobs(name: string, value: unknown): readonly string[] {
  const globs: unknown[] = Array.isArray(value) ? value : [value];
  if (globs.every((glob) => typeof glob === "string" && glob !== "")) return globs as string[];
  throw wrongValue(name, value, 'a glob such as "src/**/*.ts", or a list of them');
}

function wrongValue(name: string, value: unknown, expected: string, nearest?: string): OptionError {
  const hint = nearest === undefined ? "" : ` Did you mean "${nearest}"?`;
  return new OptionError(1102, `Option "${name}" cannot be ${JSON.stringify(value)}: it is ${expected}.${hint}`);
}

/** Makes the test for which files are compiled. File names are absolute or relative to the project directory. */
export function fileFilter(options: Options, projectDirectory: string): (fileName: string) => boolean {
  if (options.include.length === 0 && options.exclude.length === 0) return () => true;
  const matcher = (globs: readonly string[]): ((name: string) => boolean) =>
    globs.length === 0
      ? () => false
      : picomatch(
          globs.map((glob) => glob.replace(/^\.\//, "")),
          { dot: true },
        );
  const isIncluded = options.include.length === 0 ? () => true : matcher(options.include);
  const isExcluded = matcher(options.exclude);
  return (fileName) => {
    const absolute = path.resolve(projectDirectory, fileName);
    const relative = path.relative(projectDirectory, absolute);
    // Globs match no "..": a file outside of the project (node_modules of a monorepo) is named from the root.
    const named = relative.startsWith("..") ? absolute.slice(path.parse(absolute).root.length) : relative;
    const name = named.replaceAll("\\", "/");
    return isIncluded(name) && !isExcluded(name);
  };
}
