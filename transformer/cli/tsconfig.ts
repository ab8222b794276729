/**
 * Reads tsconfig files with the project's own TypeScript, and finds this plugin in them.
 */

import fs from "node:fs";
import path from "node:path";
import type ts from "typescript";
import { readOptions, type UserOptions } from "../options.js";
import type { TypeScript } from "../typescript/host-node.js";
import { hostKeys } from "../typescript/plugin.js";

/** One entry of `plugins`. */
export type PluginEntry = Readonly<Record<string, unknown>>;

export interface ReadConfig {
  readonly file: string;
  readonly options: ts.CompilerOptions;
  readonly plugins: readonly PluginEntry[];
  readonly fileNames: readonly string[];
  /** Absolute paths of the tsconfigs that this one refers to. */
  readonly references: readonly string[];
  /** What TypeScript has to say against the file itself. */
  readonly errors: readonly string[];
}

/** The nearest tsconfig.json, upwards. */
export function findConfigFile(from: string): string | undefined {
  for (let directory = path.resolve(from); ; directory = path.dirname(directory)) {
    const candidate = path.join(directory, "tsconfig.json");
    if (fs.existsSync(candidate)) return candidate;
    if (directory === path.dirname(directory)) return undefined;
  }
}

/** Reads a tsconfig with everything it extends. */
export function readConfig(ts: TypeScript, file: string): ReadConfig {
  const read: { readonly config?: unknown; readonly error?: ts.Diagnostic } = ts.readConfigFile(file, (name) =>
    ts.sys.readFile(name),
  );
  const parsed = ts.parseJsonConfigFileContent(read.config ?? {}, ts.sys, path.dirname(file), undefined, file);
  const plugins: unknown = parsed.options["plugins"];
  // "No inputs were found" (18002, 18003) says nothing about the set-up of a solution file.
  const errors = [read.error, ...parsed.errors].filter(
    (found) => found !== undefined && ![18002, 18003].includes(found.code),
  );
  return {
    file,
    options: parsed.options,
    plugins: Array.isArray(plugins) ? (plugins as PluginEntry[]) : [],
    fileNames: parsed.fileNames,
    references: (parsed.projectReferences ?? []).map(({ path: target }) => configOfReference(target)),
    errors: errors.map((found) => ts.flattenDiagnosticMessageText(found?.messageText ?? "", " ")),
  };
}

function configOfReference(target: string): string {
  return target.endsWith(".json") ? target : path.join(target, "tsconfig.json");
}

/** The names under which the plugin may be given. */
const ownNames = ["tsyncio/transformer"];

/** Is this the plugin's name, or a path to it? */
export function isOwnName(transform: unknown): boolean {
  if (typeof transform !== "string") return false;
  return ownNames.includes(transform) || /(^|\/)transformer\/index\.(js|ts)$/.test(transform);
}

/** The plugin's entry. */
export function ownEntry(config: ReadConfig): PluginEntry | undefined {
  return config.plugins.find(({ transform }) => isOwnName(transform));
}

/** The options in an entry, as their user wrote them. */
export function optionsOf(entry: PluginEntry): UserOptions {
  readOptions(entry, hostKeys);
  return Object.fromEntries(Object.entries(entry).filter(([key]) => !hostKeys.includes(key)));
}
