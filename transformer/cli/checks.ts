/**
 * The doctor's checks, in the order in which a user should mend what they find.
 */

import path from "node:path";
import { didYouMean } from "../did-you-mean.js";
import { OptionError } from "../options.js";
import { babelNamesIt } from "./babel-setup.js";
import type { Finding } from "./doctor.js";
import type { ProjectFacts } from "./facts.js";
import { outputChecks } from "./output-checks.js";
import { majorOf } from "./packages.js";
import { scriptChecks, scriptsCompile } from "./script-checks.js";
import { isOwnName, optionsOf, ownEntry, type PluginEntry } from "./tsconfig.js";

/** Looks for one way of going wrong. */
export type Check = (facts: ProjectFacts) => readonly Finding[];

const entryText = '"plugins": [{ "transform": "tsyncio/transformer" }]';

function error(code: number, place: string, message: string, hint: string): Finding {
  return { code, severity: "error", place, message, hint };
}

const configIsThere: Check = ({ configFile, directory }) =>
  configFile !== undefined
    ? []
    : [
        error(
          2001,
          directory,
          "there is no tsconfig.json here or above.",
          `Write one with "compilerOptions": { ${entryText} }, or name it: tsyncio doctor --project path/to/tsconfig.json`,
        ),
      ];

const configIsReadable: Check = ({ configs }) =>
  configs.flatMap(({ file, errors }) =>
    errors.map((message) =>
      error(2002, file, message, "Mend this first: until then TypeScript reads the file only in part."),
    ),
  );

const typescriptFits: Check = ({ typescript, hasCompilerApi, directory }) => {
  if (typescript === undefined) {
    return [error(2003, directory, "TypeScript is not installed.", "npm install --save-dev typescript@6 ts-patch")];
  }
  const major = majorOf(typescript.version);
  const place = path.join(typescript.directory, "package.json");
  if (major >= 7 || !hasCompilerApi) {
    return [
      error(
        2004,
        place,
        `TypeScript ${typescript.version} has no place for compiler plugins and ignores "plugins" in silence.`,
        "npm install --save-dev typescript@6, or compile with the Babel plugin (tsyncio/babel-plugin), which works with every TypeScript.",
      ),
    ];
  }
  if (major >= 5) return [];
  return [error(2005, place, `TypeScript ${typescript.version} is too old.`, "npm install --save-dev typescript@6")];
};

const tsPatchFits: Check = ({ tsPatch, typescript, directory }) => {
  if (typescript === undefined || majorOf(typescript.version) >= 7) return [];
  if (tsPatch === undefined) {
    return [
      error(
        2006,
        directory,
        "ts-patch is not installed, and tsc does not run plugins by itself.",
        "npm install --save-dev ts-patch",
      ),
    ];
  }
  const place = path.join(tsPatch.directory, "package.json");
  const major = majorOf(tsPatch.version);
  if (major < 3)
    return [error(2007, place, `ts-patch ${tsPatch.version} is too old.`, "npm install --save-dev ts-patch@3")];
  if (major < 4 || majorOf(typescript.version) >= 6) return [];
  return [
    error(
      2007,
      place,
      `ts-patch ${tsPatch.version} needs TypeScript 6, and this is ${typescript.version}.`,
      "npm install --save-dev ts-patch@3, or npm install --save-dev typescript@6",
    ),
  ];
};

const tsyncioIsThere: Check = ({ tsyncio, packageJson, directory }) =>
  tsyncio !== undefined || packageJson?.name === "tsyncio"
    ? []
    : [
        error(
          2008,
          directory,
          "tsyncio is not installed: neither the plugin nor the runtime can be found.",
          "npm install tsyncio",
        ),
      ];

/** Is some config's plugin there? A project may have configs for tests or tools that do without. */
const pluginIsNamed: Check = ({ configs }) => {
  if (configs.length === 0 || configs.some((config) => ownEntry(config) !== undefined)) return [];
  const misspelt = configs.flatMap(({ file, plugins }) => plugins.flatMap((entry) => misspeltEntry(file, entry)));
  if (misspelt.length > 0) return misspelt;
  return configs
    .slice(0, 1)
    .map(({ file }) =>
      error(2009, file, "the plugin is not named, so nothing is compiled.", `Add to "compilerOptions": ${entryText}`),
    );
};

function misspeltEntry(file: string, entry: PluginEntry): readonly Finding[] {
  const given = entry["transform"] ?? entry["name"];
  if (typeof given !== "string") return [];
  const isMeant =
    given === "tsyncio" || given.startsWith("tsyncio/") || didYouMean(given, ["tsyncio/transformer"]) !== undefined;
  if (!isMeant) return [];
  if (isOwnName(given)) {
    return [error(2010, file, `the plugin stands under "name", which is for editor plugins.`, `Write ${entryText}`)];
  }
  return [error(2010, file, `there is no plugin "${given}".`, `Did you mean "tsyncio/transformer"? ${entryText}`)];
}

const pluginOptionsAreRight: Check = ({ configs }) =>
  configs.flatMap((config) => {
    const entry = ownEntry(config);
    if (entry === undefined) return [];
    const findings: Finding[] = [];
    for (const key of ["after", "afterDeclarations", "transformProgram"]) {
      if (entry[key] !== true) continue;
      findings.push(
        error(
          2011,
          config.file,
          `"${key}" runs the plugin where there is nothing for it to compile.`,
          `Remove "${key}".`,
        ),
      );
    }
    if (entry["type"] !== undefined && entry["type"] !== "program") {
      findings.push(
        error(
          2011,
          config.file,
          `"type": ${JSON.stringify(entry["type"])} calls the plugin in a way it does not know.`,
          'Remove "type".',
        ),
      );
    }
    try {
      optionsOf(entry);
    } catch (problem) {
      if (!(problem instanceof OptionError)) throw problem;
      findings.push(error(problem.code, config.file, problem.message, "Correct the option in the plugin's entry."));
    }
    return findings;
  });

/** Numbers of `ts.ScriptTarget`. */
const es2015 = 2;

const compilerOptionsFit: Check = ({ configs }) =>
  configs.flatMap((config): readonly Finding[] => {
    if (ownEntry(config) === undefined) return [];
    const findings: Finding[] = [];
    const { target, noEmit, emitDeclarationOnly } = config.options;
    if (target !== undefined && Number(target) < es2015) {
      findings.push(
        error(
          2012,
          config.file,
          "the target is older than ES2015, whose arrow functions and generators the runtime needs.",
          'Set "target": "ES2022".',
        ),
      );
    }
    if (noEmit === true || emitDeclarationOnly === true) {
      findings.push({
        code: 2013,
        severity: "warning",
        place: config.file,
        message: `"${noEmit === true ? "noEmit" : "emitDeclarationOnly"}" is set: tspc compiles nothing with this file.`,
        hint: "If a bundler or Babel makes the JavaScript, that is where tsyncio must be set up.",
      });
    }
    return findings;
  });

/** The checks of a project that Babel compiles: whatever its TypeScript is, and whether it has one, does not matter. */
export const babelChecks: readonly Check[] = [tsyncioIsThere, babelNamesIt, scriptsCompile];

/** The checks of a project that TypeScript compiles. */
export const checks: readonly Check[] = [
  configIsThere,
  configIsReadable,
  typescriptFits,
  tsPatchFits,
  tsyncioIsThere,
  pluginIsNamed,
  pluginOptionsAreRight,
  compilerOptionsFit,
  ...scriptChecks,
  ...outputChecks,
];
