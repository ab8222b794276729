/**
 * The plugin as Babel runs it.
 *
 * Async functions must be seen before any other plugin takes them apart, wherever this one stands in the user's
 * configuration. Visitors cannot promise that: those of presets run from the last preset to the first, and several
 * plugins rewrite functions when they enter the program. So the file is compiled in `pre`, which Babel calls for
 * every plugin before the first visitor runs. (Only with `passPerPreset` an earlier pass comes before it.)
 */

import path from "node:path";
import { fileFilter, readOptions, type UserOptions } from "../transformer/options.js";
import type { BabelApi, BabelFile, BabelPlugin } from "./babel-api.js";
import { transformFile } from "./transform-file.js";

/** What tools may ask of the plugin beside its options. */
export interface PluginSettings {
  /** Emit one comment per state. */
  readonly annotate?: boolean;
  /** Receives each file's IR as text. */
  readonly onIr?: (ir: string) => void;
}

/** A plugin before Babel has loaded it. */
export type PluginFactory = (api: BabelApi, options: UserOptions | undefined, directory: string) => BabelPlugin;

/** The form of what this plugin emits; raised when it changes. Part of the key of caches. */
const outputVersion = 1;

/** The file's note that it was compiled, when a configuration names both the plugin and the preset. */
const compiled = "tsyncio/compiled";

/**
 * Makes a plugin.
 *
 * @throws OptionError (when Babel loads it) for a wrong option
 */
export function createPlugin(settings: PluginSettings = {}): PluginFactory {
  return (api, given = {}, directory) => {
    api.assertVersion("^7.20.0 || ^8.0.0");
    api.cache.using(() => JSON.stringify([outputVersion, given]));
    const options = readOptions(given);
    const projectDirectory = path.resolve(directory);
    const isIncluded = fileFilter(options, projectDirectory);
    const { types, version } = api;
    const { annotate = false, onIr } = settings;
    return {
      name: "tsyncio",
      manipulateOptions(_options, parserOptions) {
        // `await using` is compiled here, so it must be parsed. Version 8 does so by itself.
        if (version.startsWith("7.")) (parserOptions.plugins ??= []).push("explicitResourceManagement");
      },
      pre(file: BabelFile) {
        const { filename } = file.opts;
        const isWanted = typeof filename !== "string" || isIncluded(filename);
        if (!isWanted || file.get(compiled) === true) return;
        file.set(compiled, true);
        transformFile({ types, version, options, projectDirectory, annotate, onIr }, file);
      },
      visitor: {},
    };
  };
}
