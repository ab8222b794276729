/**
 * A project that Babel compiles: where its configuration is, and whether that names this compiler.
 *
 *     babel.config.json   { "presets": ["tsyncio/babel-preset"] }
 *     package.json        "build": "tsc && babel dist --out-dir dist --plugins tsyncio/babel-plugin"
 *
 * A configuration may be a program, so it is not run: its text is searched for the name.
 */

import fs from "node:fs";
import path from "node:path";
import type { Check } from "./checks.js";
import { findPackage, type InstalledPackage, type PackageJson, readJson } from "./packages.js";

export interface BabelSetup {
  /** The configuration files; `package.json` when it has a part for Babel. */
  readonly files: readonly string[];
  /** Where the preset or the plugin is named, and as what. */
  readonly named: { readonly place: string; readonly name: string } | undefined;
  readonly core: InstalledPackage | undefined;
}

const extensions = ["json", "js", "cjs", "mjs", "ts", "cts", "mts"];
const fileNames = [".babelrc", ...extensions.flatMap((end) => [`babel.config.${end}`, `.babelrc.${end}`])];

/** The Babel set-up of the project in `directory`; `undefined` when there is no sign of Babel. */
export function findBabelSetup(directory: string, packageJson: PackageJson | undefined): BabelSetup | undefined {
  const files = configurationsOf(directory);
  const dependencies = { ...packageJson?.dependencies, ...packageJson?.devDependencies };
  if (files.length === 0 && !("@babel/core" in dependencies)) return undefined;
  const texts = files.map((file) => ({ place: path.basename(file), text: textOf(file) }));
  texts.push({ place: "package.json scripts", text: Object.values(packageJson?.scripts ?? {}).join("\n") });
  const [named] = texts.flatMap(({ place, text }) => {
    const name = /\btsyncio\/babel-(?:preset|plugin)\b/.exec(text)?.[0];
    return name === undefined ? [] : [{ place, name }];
  });
  return { files, named, core: findPackage("@babel/core", directory) };
}

/** Those in the nearest directory, upwards, that has any. */
function configurationsOf(from: string): readonly string[] {
  for (let directory = path.resolve(from); ; directory = path.dirname(directory)) {
    const files = fileNames.map((name) => path.join(directory, name)).filter((file) => fs.existsSync(file));
    const manifest = path.join(directory, "package.json");
    if (readJson<PackageJson>(manifest)?.babel !== undefined) files.push(manifest);
    if (files.length > 0 || directory === path.dirname(directory)) return files;
  }
}

/** What the file says to Babel, without comments on lines of their own. */
function textOf(file: string): string {
  if (path.basename(file) === "package.json") return JSON.stringify(readJson<PackageJson>(file)?.babel);
  return fs.readFileSync(file, "utf8").replace(/^\s*\/\/.*$|\/\*\s[\s\S]*?\*\//gm, "");
}

/** The check of a project that Babel compiles. */
export const babelNamesIt: Check = ({ babel, directory }) =>
  babel === undefined || babel.named !== undefined
    ? []
    : [
        {
          code: 2018,
          severity: "error",
          place: babel.files[0] ?? directory,
          message: "neither Babel's configuration nor a tsconfig.json names this compiler, so nothing is compiled.",
          hint:
            'With Babel, add "tsyncio/babel-preset" to "presets" in babel.config.json, or run babel with ' +
            "--plugins tsyncio/babel-plugin in a script of package.json.\n" +
            'With tspc, add to "compilerOptions" of tsconfig.json: "plugins": [{ "transform": "tsyncio/transformer" }]',
        },
      ];
