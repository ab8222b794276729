/**
 * Looks for mistakes that a compiler can see and a program shows late, or never.
 *
 *   TSY1401  never-awaited.ts   a coroutine nobody awaits
 *   TSY1402  blocking-call.ts   a call that blocks the loop, in an async function
 *   TSY1403  stored-call.ts     coroutines that are stored, and run one after the other
 *   TSY1404  finally-jump.ts    a `finally` that jumps out
 *   TSY1405  held-lock.ts       a lock held while waiting for what only another task can do
 *
 * There is no walk of its own. The rules begin at what the compiler's walk has listed (names with their bindings, jumps,
 * suspensions) and look outwards from there, each only in a file whose text has what the rule is about.
 */

import { ignoredCodes } from "../directives.js";
import { blockingCalls } from "./blocking-call.js";
import { finallyJumps } from "./finally-jump.js";
import { heldLocks } from "./held-lock.js";
import { neverAwaited } from "./never-awaited.js";
import { storedCalls } from "./stored-call.js";
import type { ReviewedFile, Rule, Warning } from "./warning.js";

const rules: readonly Rule[] = [neverAwaited, blockingCalls, storedCalls, finallyJumps, heldLocks];

/** Every warning of a file, from top to bottom. */
export function reviewFile(file: ReviewedFile): readonly Warning[] {
  if (file.functions.length === 0) return [];
  const { dialect } = file;
  const startOf = ({ node }: Warning): number => dialect.range(node)?.start ?? 0;
  return rules
    .flatMap((rule) => rule(file))
    .filter((warning) => !ignoredCodes(dialect.sourceText, startOf(warning))(warning.code))
    .sort((one, other) => startOf(one) - startOf(other));
}
