/**
 * Directives: strings at the start of a file or function that choose what an async function becomes.
 *
 *   "use task"           a started task
 *   "use coroutine"      a coroutine that is not started
 *   "use native async"   left alone
 *
 * A directive holds for everything inside, as "use strict" does; the innermost wins. They are removed from the
 * output. A comment silences the warnings of one line:
 *
 *   // tsyncio-ignore TSY1402: read once, before anything else runs
 *
 * It stands on that line, or alone on the one before; without a code it means every warning. This file knows no AST and
 * serves every front end.
 */

import { didYouMean } from "./did-you-mean.js";

/** What an async function becomes. */
export type Returns = "task" | "coroutine";
export type FunctionMode = Returns | "native";

const modes: ReadonlyMap<string, FunctionMode> = new Map([
  ["use task", "task"],
  ["use coroutine", "coroutine"],
  ["use native async", "native"],
]);

/** Directives of others that look like misspelt ones. */
const foreign: ReadonlySet<string> = new Set(["use asm"]);

/** Finds texts that hold a directive of this project, and a few that do not. */
export const directive = /["']use (task|coroutine|native async)["']/;

/** Is this string one of the project's directives? */
export function isOwnDirective(text: string): boolean {
  return modes.has(text);
}

/**
 * Chooses what a function becomes.
 *
 * @param enclosing the directives of the function, then of each function around it, then of the file
 */
export function chooseMode(enclosing: Iterable<readonly string[]>, fallback: Returns): FunctionMode {
  for (const directives of enclosing) {
    for (const directive of directives) {
      const mode = modes.get(directive);
      if (mode !== undefined) return mode;
    }
  }
  return fallback;
}

/** The directive that was meant, when the text looks like a misspelt one: `"use corutine"`. */
export function misspeltDirective(text: string): string | undefined {
  if (!text.startsWith("use ") || isOwnDirective(text) || foreign.has(text)) return undefined;
  const prefix = "use ";
  const endings = [...modes.keys()].map((key) => key.slice(prefix.length));
  const ending = didYouMean(text.slice(prefix.length), endings);
  return ending === undefined ? undefined : prefix + ending;
}

/** Does a comment silence warnings of this code on the line of `offset`? */
export function ignoredCodes(text: string, offset: number): (code: number) => boolean {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const end = text.indexOf("\n", offset);
  const line = text.slice(start, end < 0 ? text.length : end);
  const before = text.slice(text.lastIndexOf("\n", start - 2) + 1, Math.max(0, start - 1)).trim();
  const comments = [line, /^(\/\/|\/\*|\{\/\*)/.test(before) ? before : ""];
  return (code) =>
    comments.some((comment) => {
      const [, codes] = /(?:\/\/|\/\*)\s*tsyncio-ignore\b((?:[\s,]+TSY\d+)*)/.exec(comment) ?? [];
      return codes !== undefined && (codes === "" || codes.includes(String(code)));
    });
}
