/**
 * How a file's JSX will be compiled, as far as the order of evaluation and the names it reads depend on it. What
 * counts are pragma comments, then the options of Babel's JSX plugin.
 */

import type { BabelFile } from "./babel-api.js";

export interface JsxRuntime {
  /** Is JSX compiled to calls of `_jsx`, imported by the compiler? */
  readonly isAutomatic: boolean;
  /** The names that JSX reads without naming them: those of the classic factories. */
  readonly names: readonly string[];
}

/** @param version Babel's own: the automatic runtime is the default from 8 on */
export function jsxRuntime(file: BabelFile, version: string): JsxRuntime {
  const plugin = file.opts.plugins?.find(({ key }) => key?.startsWith("transform-react-jsx") ?? false);
  const option = (name: string): string | undefined => {
    const value = plugin?.options?.[name];
    return typeof value === "string" ? value : undefined;
  };
  const fallback = plugin !== undefined && !version.startsWith("7.") ? "automatic" : "classic";
  const runtime = pragma(file, "jsxRuntime") ?? option("runtime") ?? fallback;
  if (runtime === "automatic") return { isAutomatic: true, names: [] };
  const factory = pragma(file, "jsx") ?? option("pragma") ?? "React.createElement";
  const fragment = pragma(file, "jsxFrag") ?? option("pragmaFrag") ?? "React.Fragment";
  const names = [factory, fragment].map((path) => path.split(".")[0] ?? path);
  return { isAutomatic: false, names: [...new Set(names)] };
}

function pragma({ ast }: BabelFile, name: string): string | undefined {
  const pattern = new RegExp(`@${name}\\s+([\\w$.]+)`);
  for (const { value } of ast.comments ?? []) {
    const found = pattern.exec(value)?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}
