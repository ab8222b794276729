/**
 * TSY1403: a call that makes a coroutine is stored, and only awaited when another await has ended. Who writes that wants
 * the two to run side by side, as tasks do; a coroutine starts when it is awaited.
 *
 *     const a = f(), b = g();
 *     await a;
 *     await b;                  ◀── g() starts here
 *
 * Reported at the call, when its variable has no other use than that one `await`, in the same function, and between the
 * two stands an await that surely comes first: one in a plain statement of a block that also holds the `await`.
 */

import type { HostNode, SourceRange } from "../core/dialect.js";
import type { FunctionScope, NameEvent } from "../core/scope.js";
import { awaitOf } from "./calls.js";
import { type CoroutineCall, coroutineCalls } from "./coroutine-calls.js";
import type { ReviewedFile, Rule } from "./warning.js";

export const storedCalls: Rule = (file) =>
  coroutineCalls(file).flatMap((made) => {
    const { call, text, caller } = made;
    const use = caller === null ? null : onlyUse(file, made, caller);
    const awaited = use === null ? null : awaitOf(file.dialect, use.identifier);
    if (caller === null || use === null || awaited === null || !hasAwaitBetween(file, caller, call, awaited)) return [];
    const message =
      `\`${text}\` starts only at \`await ${use.name}\`, when the await before that has ended: a coroutine that is ` +
      `stored does not run. Write \`createTask(${text})\`, or await them together with \`gather\`.`;
    return [{ code: 1403, message, node: call }];
  });

/** The one place, in the function that made it, where what was stored is used. */
function onlyUse({ dialect, scopes }: ReviewedFile, { call }: CoroutineCall, caller: FunctionScope): NameEvent | null {
  const keeper = dialect.keeper(call);
  const binding = keeper?.kind === "variable" ? scopes.event(keeper.target)?.binding : null;
  const [declaration, use, ...others] = binding?.names ?? [];
  if (declaration?.mode !== "declare" || use?.mode !== "read" || others.length > 0) return null;
  return use.scope.function === caller ? use : null;
}

function hasAwaitBetween(file: ReviewedFile, caller: FunctionScope, call: HostNode, awaited: HostNode): boolean {
  const { dialect } = file;
  const from = dialect.range(call);
  const to = dialect.range(awaited);
  if (from === undefined || to === undefined) return false;
  return caller.suspensions.some(({ kind, node }) => {
    const range = kind === "await" ? dialect.range(node) : undefined;
    if (range === undefined || range.start < from.end || range.end > to.start) return false;
    const block = blockOfPlainStatement(file, node);
    return block !== undefined && block.start <= to.start && to.end <= block.end;
  });
}

/** Where the block stands that holds the await in a statement which always runs to its end. */
function blockOfPlainStatement({ dialect }: ReviewedFile, node: HostNode): SourceRange | undefined {
  for (let at = dialect.parent(node); at !== null; at = dialect.parent(at)) {
    const { kind } = dialect.statementView(at);
    if (kind === "opaque") continue;
    const isPlain = kind === "expression" || kind === "variable" || kind === "return";
    const block = isPlain ? dialect.parent(at) : null;
    return block === null ? undefined : dialect.range(block);
  }
  return undefined;
}
