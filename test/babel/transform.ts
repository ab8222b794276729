/** Compiles a text with Babel 7 and this project's plugin, in this process. */
import { createPlugin, type PluginSettings } from "../../babel-plugin/plugin.js";
import type { UserOptions } from "../../transformer/options.js";

export const babel = require("@babel/core");

export interface TransformSettings extends PluginSettings {
  readonly options?: UserOptions;
  /** Default: "/work/input.js"; files of the project are relative to "/work". */
  readonly filename?: string;
  /** Plugins of Babel's parser. */
  readonly syntax?: readonly unknown[];
  /** Everything else that Babel can be told. */
  readonly babel?: Record<string, unknown>;
}

export interface Transformed {
  readonly code: string;
  readonly map: string;
  readonly ast: any;
}

export function transform(text: string, settings: TransformSettings = {}): Transformed {
  const { options = {}, filename = "/work/input.js", syntax = [], babel: rest = {}, ...own } = settings;
  return babel.transformSync(text, {
    filename,
    cwd: "/work",
    configFile: false,
    babelrc: false,
    parserOpts: { plugins: syntax },
    ...rest,
    plugins: [[createPlugin(own), options], ...((rest["plugins"] as unknown[] | undefined) ?? [])],
  }) as Transformed;
}

/** Each line without its indentation. */
export function flat(text: string): string {
  return text.trim().replaceAll(/^\s+/gm, "");
}
