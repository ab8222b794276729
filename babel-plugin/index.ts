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
 * The plugin, for Babel 7.20 and newer and for Babel 8.
 *
 * @throws {OptionError} (when Babel loads it) for a wrong option, naming the nearest valid one
 */
const plugin = createPlugin() as (api: object, options?: UserOptions, directory?: string) => object;

export default plugin;
