/**
 * What this project uses of Babel's plugin interface, the same in versions 7 and 8.
 */

import type { t, Types } from "./ast.js";

/** What Babel hands to a plugin or preset when it is loaded. */
export interface BabelApi {
  readonly types: Types;
  readonly version: string;
  /** Throws when Babel's version does not satisfy the range. */
  assertVersion(range: string): void;
  /** Says when a loaded plugin may be used again. */
  readonly cache: { using(key: () => string): unknown };
}

/** A file that Babel is compiling. */
export interface BabelFile {
  readonly ast: t.File;
  readonly code: string;
  readonly opts: BabelFileOptions;
  /** The source map the text came with, when another compiler made it. */
  readonly inputMap?: { toObject(): unknown } | null;
  /** The path of the program. */
  readonly path: { readonly scope: { crawl(): void } };
  /** An error with the piece of source text that it is about. */
  buildCodeFrameError(node: t.Node, message: string): Error;
  get(key: string): unknown;
  set(key: string, value: unknown): void;
}

/** The options of a file, presets and configuration files merged. */
export interface BabelFileOptions {
  readonly filename?: string | null;
  readonly plugins?: readonly LoadedPlugin[];
  readonly parserOpts?: ParserOptions;
}

/** A plugin of the configuration, in the order in which they run. */
export interface LoadedPlugin {
  readonly key?: string | null;
  readonly options?: Readonly<Record<string, unknown>> | null;
}

export interface ParserOptions {
  readonly startLine?: number;
  plugins?: (string | readonly [string, unknown])[];
}

/** A plugin as Babel runs it. */
export interface BabelPlugin {
  readonly name: string;
  manipulateOptions(options: unknown, parserOptions: ParserOptions): void;
  /** Called once for a file, before any plugin of the configuration sees a node of it. */
  pre(file: BabelFile): void;
  readonly visitor: object;
}
