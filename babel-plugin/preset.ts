/**
 * `tsyncio/babel-preset`: the plugin as a preset, for configurations that consist of presets.
 *
 *     { "presets": ["@babel/preset-env", "tsyncio/babel-preset"] }
 *     { "presets": ["@babel/preset-env", ["tsyncio/babel-preset", { "returns": "coroutine" }]] }
 *
 * @module
 */

import type { UserOptions } from "../transformer/options.js";
import plugin from "./index.js";

export type { Options, UserOptions } from "../transformer/options.js";

/** The preset. Its options are the plugin's. */
export default function tsyncioPreset(
  _api: object,
  options: UserOptions = {},
): {
  /** The plugin, with the options. */
  readonly plugins: readonly object[];
} {
  return { plugins: [[plugin, options]] };
}
