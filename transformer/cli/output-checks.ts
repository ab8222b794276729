/**
 * Checks of what is and was emitted: is anything to be compiled, is it compiled, and is it still what the set-up says?
 */

import fs from "node:fs";
import path from "node:path";
import { fileFilter } from "../options.js";
import type { Check } from "./checks.js";
import type { Finding } from "./doctor.js";
import type { OutputFacts, ProjectFacts } from "./facts.js";
import { ownEntry, optionsOf, type ReadConfig } from "./tsconfig.js";
import { readOptions } from "../options.js";

/** At most so many files are named. */
const maxNamed = 3;

const somethingIsIncluded: Check = ({ configs }) =>
  configs.flatMap((config): readonly Finding[] => {
    const isIncluded = filterOf(config);
    const sources = config.fileNames.filter((name) => !/\.d\.[cm]?ts$/.test(name));
    if (isIncluded === undefined || sources.length === 0 || sources.some(isIncluded)) return [];
    return [
      {
        code: 2019,
        severity: "error",
        place: config.file,
        message: `the plugin's "include" and "exclude" leave nothing to compile; they leave out ${listed(sources, config)}.`,
        hint: "Their globs are relative to the directory of the tsconfig.json: src/**, for example. Without them every file is compiled.",
      },
    ];
  });

function listed(files: readonly string[], { file }: ReadConfig): string {
  const names = files.slice(0, maxNamed).map((each) => path.relative(path.dirname(file), each));
  return names.join(", ") + (files.length > maxNamed ? ` and ${String(files.length - maxNamed)} more` : "");
}

const outputIsCompiled: Check = ({ configs, outputs }) =>
  configs.flatMap((config): readonly Finding[] => {
    const isIncluded = filterOf(config);
    const native = outputs
      .filter((output) => output.config === config && isIncluded?.(output.source) === true && isNative(output))
      .map(({ output }) => output);
    if (native.length === 0) return [];
    return [
      {
        code: 2016,
        severity: "error",
        place: config.file,
        message: `the output holds async functions that were not compiled: ${listed(native, config)}.`,
        hint: `Build again with tspc -p ${path.basename(config.file)} (with --build: --force).`,
      },
    ];
  });

/** Which files of a config are to be compiled; unknown when the plugin is not named or its options are wrong. */
function filterOf(config: ReadConfig): ((file: string) => boolean) | undefined {
  const entry = ownEntry(config);
  if (entry === undefined) return undefined;
  try {
    return fileFilter(readOptions({ ...optionsOf(entry) }), path.dirname(config.file));
  } catch {
    return undefined;
  }
}

/** Has the output `async` code of its own? Comments and strings are not looked at, nor is what was left on purpose. */
function isNative({ source, text }: OutputFacts): boolean {
  const code = text
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/(^|[^:\\])\/\/.*$/gm, "$1")
    .replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g, '""');
  if (!/\basync\b\s*(?:function\b|\(|\*|[\w$#[]+\s*(?:\(|=>))|\b__awaiter\b/.test(code)) return false;
  return !fs.readFileSync(source, "utf8").includes("use native async");
}

/** TypeScript does not notice a changed plugin option or a new version of the plugin. */
const buildInfoIsFresh: Check = (facts) =>
  facts.configs.flatMap((config): readonly Finding[] => {
    const buildInfo = buildInfoOf(config);
    const written = buildInfo === undefined ? undefined : timeOf(buildInfo);
    if (buildInfo === undefined || written === undefined || ownEntry(config) === undefined) return [];
    const newer = newerThan(written, config, facts);
    if (newer === undefined) return [];
    return [
      {
        code: 2017,
        severity: "warning",
        place: buildInfo,
        message: `${newer} is newer than the last build, and TypeScript does not notice a changed plugin or plugin option.`,
        hint: `Build everything again: tspc --build --force ${path.basename(config.file)}, or delete the file.`,
      },
    ];
  });

function newerThan(written: number, config: ReadConfig, { tsyncio }: ProjectFacts): string | undefined {
  if ((timeOf(config.file) ?? 0) > written) return path.basename(config.file);
  const manifest = tsyncio === undefined ? undefined : path.join(tsyncio.directory, "package.json");
  // npm keeps the times of a package's files as they were packed; only when they were changed here is known.
  const installed = manifest === undefined ? undefined : fs.statSync(manifest, { throwIfNoEntry: false })?.ctimeMs;
  return (installed ?? 0) > written ? `tsyncio ${tsyncio?.version ?? ""}` : undefined;
}

function buildInfoOf({ file, options }: ReadConfig): string | undefined {
  if (options.tsBuildInfoFile !== undefined) return options.tsBuildInfoFile;
  if (options.incremental !== true && options.composite !== true) return undefined;
  const name = `${path.basename(file, ".json")}.tsbuildinfo`;
  const directory = path.dirname(file);
  if (options.outDir === undefined) return path.join(directory, name);
  const offset = options.rootDir === undefined ? "." : path.relative(options.rootDir, directory);
  return path.join(options.outDir, offset, name);
}

function timeOf(file: string): number | undefined {
  return fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}

/** The checks of output. */
export const outputChecks: readonly Check[] = [somethingIsIncluded, outputIsCompiled, buildInfoIsFresh];
