/** Programs as JavaScript: as they are, for the engine, or compiled by a front end. */
import { createRequire } from "node:module";
import ts from "typescript";
import "../language/loop.js";
import { createPlugin } from "../../babel-plugin/plugin.js";
import * as abi from "../../runtime/abi.js";
import type { UserOptions } from "../../transformer/options.js";
import { compileSource } from "../../transformer/typescript/compile.js";
import type { Program } from "../language/fixture.js";
import { compilerOptions } from "../language/load.js";
import { makeStart, type Thenable } from "./stage.js";

export const frontends = ["typescript", "babel"] as const;
export type Frontend = (typeof frontends)[number];

/**
 * A program that the engine itself, or TypeScript, finds a mistake in, or that is refused because class keys mean something
 * only where they stand: nothing to compare.
 */
export class NotAProgram extends Error {}

export function loadNative(text: string): Program {
  try {
    return evaluate(text);
  } catch (error) {
    throw new NotAProgram((error as Error).message);
  }
}

export function loadCompiled(text: string, frontend: Frontend, options: UserOptions): Program {
  return evaluate(frontend === "typescript" ? byTypeScript(text, options) : byBabel(text, options));
}

/** What the program is compiled to. */
export function byTypeScript(text: string, options: UserOptions): string {
  const { code, diagnostics } = compileSource(ts, text, {
    fileName: "program.cjs",
    options,
    compilerOptions,
    projectDirectory: process.cwd(),
  });
  const errors = diagnostics.filter(({ category }) => category === "error");
  const ofTypeScript = errors.find((error) => typeof error.code === "number");
  if (ofTypeScript !== undefined) throw new NotAProgram(ofTypeScript.message);
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join("; "));
  return code;
}

export function byBabel(text: string, options: UserOptions): string {
  // Not imported: types of Babel 7 are not installed.
  const babel = require("@babel/core");
  const settings = { filename: "program.cjs", configFile: false, babelrc: false, compact: false, sourceType: "script" };
  try {
    const plugins = pluginsFor(options, text.includes("using "));
    return babel.transformSync(text, { ...settings, plugins }).code as string;
  } catch (error) {
    const { message } = error as Error;
    if (message.includes("TSY1004")) throw new NotAProgram(message);
    throw error;
  }
}

const plugin = createPlugin();
const pluginLists = new Map<string, readonly unknown[]>();

/** The same objects again and again, so that Babel loads them once. */
function pluginsFor(options: UserOptions, hasUsing: boolean): readonly unknown[] {
  const key = JSON.stringify([options, hasUsing]);
  let list = pluginLists.get(key);
  if (list === undefined) {
    // What is left of `using` in functions that never wait is for the plugin that Babel has for it.
    const ownResolver = createRequire(require.resolve("@babel/preset-env"));
    const others = hasUsing ? [ownResolver("@babel/plugin-transform-explicit-resource-management").default] : [];
    pluginLists.set(key, (list = [[plugin, { ...options, warnings: false }], ...others]));
  }
  return list;
}

function evaluate(code: string): Program {
  const run = new Function("exports", "require", "kit", "start", code);
  return (log, kit) => {
    const exports: { result?: Thenable } = {};
    run(exports, requireAbi, kit, makeStart(log));
    return exports.result;
  };
}

function requireAbi(name: string): unknown {
  if (name !== "tsyncio/abi") throw new Error(`The program requires ${name}.`);
  return abi;
}
