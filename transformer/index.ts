/**
 * The TypeScript plugin.
 *
 *   tsconfig.json   "plugins": [{ "transform": "tsyncio/transformer" }]          with ts-patch (`tspc`)
 *   jest            astTransformers: { before: ["tsyncio/transformer"] }         with ts-jest
 *   any other       createTransformer(ts, options) among `before` transformers   with `transpileModule`, loaders
 *
 * @module
 */

export { default } from "./typescript/plugin.js";
export { createTransformer, factory, name, version } from "./typescript/plugin.js";
export type { TransformerSettings } from "./typescript/plugin.js";
export { compileSource } from "./typescript/compile.js";
export type { CompileSettings, CompileResult } from "./typescript/compile.js";
export { CompileError, formatProblem } from "./diagnostics.js";
export type { Place, Problem } from "./diagnostics.js";
export { OptionError } from "./options.js";
export type { Options, UserOptions } from "./options.js";
export type { Branding } from "./core/brand.js";
export type { Returns } from "./directives.js";
