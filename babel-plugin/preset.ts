/**
 * `tsyncio/babel-preset`: the plugin as a preset, for configurations that consist of presets.
 *
 *     { "presets": ["@babel/preset-env", "tsyncio/babel-preset"] }
 */

import type { UserOptions } from "../transformer/options.js";
import type { BabelApi } from "./babel-api.js";
import { createPlugin, type PluginFactory } from "./plugin.js";

/** What Babel makes of a preset. */
export interface Preset {
  readonly plugins: readonly (readonly [PluginFactory, UserOptions])[];
}

const plugin = createPlugin();

export default function tsyncioPreset(api: BabelApi, options: UserOptions = {}): Preset {
  api.assertVersion("^7.20.0 || ^8.0.0");
  return { plugins: [[plugin, options]] };
}
