/**
 * A file of test262, read: what its front matter asks for, whether it is one of ours, and the scenarios it is run in.
 *
 * https://github.com/tc39/test262/blob/main/INTERPRETING.md
 */
import path from "node:path";
import { parseFile } from "test262-parser";

/** How one file is run: as a script of one mode or the other, or as a module. */
export type Scenario = "sloppy" | "strict" | "module";

export interface TestFile {
  /** Relative to the checkout's `test` folder, with forward slashes. */
  readonly name: string;
  readonly text: string;
  readonly scenarios: readonly Scenario[];
  /** Files of the checkout's `harness` folder, in the order in which they are loaded. */
  readonly harness: readonly string[];
  /** Does the test end when it says so, by `$DONE`? */
  readonly isAsync: boolean;
  /** The error that must be thrown, by the name of its constructor. */
  readonly negative: { readonly phase: string; readonly type: string } | undefined;
}

export function readTest(name: string, text: string): TestFile {
  const { flags, includes, negative } = parseFile({ file: name, contents: text }).attrs;
  const basic = flags["raw"] === true ? [] : ["assert.js", "sta.js"];
  const isAsync = flags["async"] === true;
  return {
    name,
    text,
    scenarios: scenarios(flags),
    harness: [...basic, ...(isAsync ? ["doneprintHandle.js"] : []), ...includes],
    isAsync,
    negative,
  };
}

function scenarios(flags: Readonly<Record<string, boolean>>): Scenario[] {
  if (flags["module"] === true) return ["module"];
  if (flags["onlyStrict"] === true) return ["strict"];
  if (flags["noStrict"] === true || flags["raw"] === true) return ["sloppy"];
  return ["sloppy", "strict"];
}

/** Everything in these folders is about async functions or about promises. */
const whole = [
  "built-ins/AsyncFromSyncIteratorPrototype",
  "built-ins/AsyncGeneratorPrototype",
  "built-ins/AsyncIteratorPrototype",
  "built-ins/Promise",
  "language/expressions/async-arrow-function",
  "language/expressions/async-function",
  "language/expressions/async-generator",
  "language/expressions/await",
  "language/statements/async-function",
  "language/statements/async-generator",
  "language/statements/await-using",
  "language/statements/for-await-of",
];

/** In these, the files that say `async` or `await`: methods, fields, loops, names. */
const partly = ["language/expressions", "language/statements"];

/** How modules are loaded is the host's business; no test of it is about a function's body. */
const excluded = ["language/expressions/dynamic-import", "language/expressions/import.meta"];

/** The folders, relative to `test`, in which tests of ours are. */
export const folders = [...whole.filter((folder) => folder.startsWith("built-ins/")), ...partly];

/** Is the file one that a compiler of async functions, or its runtime, can get wrong? */
export function isOurs({ name, text, negative }: TestFile): boolean {
  if (path.basename(name).includes("_FIXTURE")) return false;
  // An early error is the parser's.
  if (negative?.phase === "parse" || negative?.phase === "early") return false;
  const isIn = (folder: string): boolean => name.startsWith(`${folder}/`);
  if (excluded.some(isIn)) return false;
  if (whole.some(isIn)) return true;
  const code = text.replaceAll(/\/\*[^]*?\*\/|\/\/.*/g, "");
  return partly.some(isIn) && /\b(async|await)\b/.test(code);
}

/** The row of the table a file is counted in. */
export function rowOf(name: string): string {
  return name
    .split("/")
    .slice(0, name.startsWith("language/") ? 3 : 2)
    .join("/");
}
