/**
 * TSY1401: a call that makes a coroutine, as a statement of its own. The coroutine never runs.
 *
 *     async function main() {
 *       save();               ◀── never runs
 *       void save();          ◀── neither does this
 *     }
 */

import { isDropped } from "./calls.js";
import { coroutineCalls } from "./coroutine-calls.js";
import type { Rule } from "./warning.js";

export const neverAwaited: Rule = (file) =>
  coroutineCalls(file).flatMap(({ call, text, caller }) => {
    if (!isDropped(file.dialect, call)) return [];
    const canAwait = caller === null || caller.isAsync;
    const instead = canAwait
      ? `Write \`await ${text}\`, or \`createTask(${text})\` to run it beside this.`
      : `Write \`createTask(${text})\` to run it, or make this function async and await it.`;
    const message = `\`${text}\` is never awaited, so it never runs: the call only makes a coroutine. ${instead}`;
    return [{ code: 1401, message, node: call }];
  });
