/**
 * What a rule says, and what it may look at. A warning never changes what is emitted.
 */

import type { Dialect, HostNode } from "../core/dialect.js";
import type { ChosenFunction } from "../core/lower.js";
import type { FileScopes } from "../core/scope.js";

export interface Warning {
  readonly code: number;
  readonly message: string;
  /** The node whose beginning is the warning's place. */
  readonly node: HostNode;
}

/** A file after its async functions were lowered; the tree is the one that was parsed. */
export interface ReviewedFile {
  readonly dialect: Dialect;
  readonly scopes: FileScopes;
  /** The async functions that are compiled. */
  readonly functions: readonly ChosenFunction[];
}

/** Looks for one kind of mistake. */
export type Rule = (file: ReviewedFile) => readonly Warning[];

/** The text of a node, for messages: one short line, or nothing. */
export function textOf({ dialect }: ReviewedFile, node: HostNode): string | undefined {
  const range = dialect.range(node);
  const text = range === undefined ? "" : dialect.sourceText.slice(range.start, range.end);
  return text !== "" && text.length <= 40 && !text.includes("\n") ? text : undefined;
}
