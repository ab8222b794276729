/**
 * `tsyncio/babel-plugin`: compiles async functions in a project that is built with Babel.
 *
 *     { "plugins": ["tsyncio/babel-plugin"] }
 *     { "plugins": [["tsyncio/babel-plugin", { "returns": "coroutine" }]] }
 *
 * The options are those of the TypeScript plugin. Its place among other plugins and presets does not matter.
 *
 * @module
 */

import type { UserOptions } from "../transformer/options.js";
import { createPlugin } from "./plugin.js";

export type { Options, UserOptions } from "../transformer/options.js";

/**
 * The plugin, for Babel 7.20 and newer and for Babel 8. When Babel loads it with a wrong option, an `OptionError` names the
 * nearest valid one.
 */
const plugin = createPlugin() as (api: object, options?: UserOptions, directory?: string) => object;

export default plugin;
