/**
 * `tsyncio/babel-plugin`: compiles async functions in a project that is built with Babel.
 *
 *     { "plugins": ["tsyncio/babel-plugin"] }
 *     { "plugins": [["tsyncio/babel-plugin", { "returns": "coroutine" }]] }
 *
 * The options are those of the TypeScript plugin. Its place among other plugins and presets does not matter.
 */

import { createPlugin } from "./plugin.js";

export default createPlugin();
export { createPlugin } from "./plugin.js";
export type { PluginFactory, PluginSettings } from "./plugin.js";
