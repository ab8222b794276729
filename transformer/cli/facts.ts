/**
 * What there is to know about a project, gathered once, so that every check is a pure function of it.
 */

import fs from "node:fs";
import path from "node:path";
import { type BabelSetup, findBabelSetup } from "./babel-setup.js";
import { findPackage, type InstalledPackage, loadTypeScript, type PackageJson, readJson } from "./packages.js";
import { findConfigFile, ownEntry, type ReadConfig, readConfig } from "./tsconfig.js";

export interface ProjectFacts {
  readonly directory: string;
  readonly packageJson: PackageJson | undefined;
  /** The tsconfig that was asked for or found, whether or not it can be read. */
  readonly configFile: string | undefined;
  /** It and those it refers to that have files of their own; empty when there is no TypeScript to read them with. */
  readonly configs: readonly ReadConfig[];
  readonly typescript: InstalledPackage | undefined;
  /** Has it the compiler API that transformers need? */
  readonly hasCompilerApi: boolean;
  /** Was `ts-patch install` run on it? */
  readonly isPatched: boolean;
  readonly tsPatch: InstalledPackage | undefined;
  readonly tsyncio: InstalledPackage | undefined;
  /** When it is Babel that compiles the project: no tsconfig names the plugin, or there is nothing that would run it. */
  readonly babel: BabelSetup | undefined;
  /** Emitted files of each config, newest state of the disk. */
  readonly outputs: readonly OutputFacts[];
}

/** One source file and what was made of it. */
export interface OutputFacts {
  readonly config: ReadConfig;
  readonly source: string;
  readonly output: string;
  readonly text: string;
}

/** Gathers the facts about the project in `directory`. `project` is a tsconfig, or a directory with one. */
export function gatherFacts(directory: string, project: string | undefined): ProjectFacts {
  const configFile = configFileOf(directory, project);
  const base = configFile === undefined ? directory : path.dirname(configFile);
  const typescript = findPackage("typescript", base);
  const ts = loadTypeScript(base);
  const configs =
    configFile === undefined || ts === undefined ? [] : readAll(configFile, (file) => readConfig(ts, file));
  const packageJson = nearestPackageJson(directory);
  const babel = findBabelSetup(directory, packageJson);
  const isTypeScripts = namesPlugin(configFile, configs) && (ts !== undefined || babel?.named === undefined);
  return {
    directory,
    packageJson,
    configFile,
    configs,
    typescript,
    hasCompilerApi: ts !== undefined,
    isPatched: typescript !== undefined && isPatched(typescript.directory),
    tsPatch: findPackage("ts-patch", base),
    tsyncio: findPackage("tsyncio", base),
    babel: isTypeScripts ? undefined : babel,
    outputs: configs.flatMap(outputsOf),
  };
}

/** Does a tsconfig name the plugin, well or misspelt? Without a TypeScript that reads it, its text tells. */
function namesPlugin(configFile: string | undefined, configs: readonly ReadConfig[]): boolean {
  const names = (config: ReadConfig): boolean =>
    ownEntry(config) !== undefined || JSON.stringify(config.plugins).includes('"tsyncio');
  if (configs.length > 0) return configs.some(names);
  return configFile !== undefined && /"(?:transform|name)"\s*:\s*"tsyncio/.test(fs.readFileSync(configFile, "utf8"));
}

function configFileOf(directory: string, project: string | undefined): string | undefined {
  if (project === undefined) return findConfigFile(directory);
  const file = fs.statSync(project, { throwIfNoEntry: false })?.isDirectory()
    ? path.join(project, "tsconfig.json")
    : project;
  return fs.existsSync(file) ? file : undefined;
}

/** Reads a config and, when it is a solution, those it refers to. */
function readAll(root: string, read: (file: string) => ReadConfig): readonly ReadConfig[] {
  const seen = new Set<string>();
  const configs: ReadConfig[] = [];
  const pending = [root];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (seen.has(file) || !fs.existsSync(file)) continue;
    seen.add(file);
    const config = read(file);
    pending.push(...config.references);
    if (config.fileNames.length > 0 || config.references.length === 0) configs.push(config);
  }
  return configs;
}

function nearestPackageJson(from: string): PackageJson | undefined {
  for (let directory = from; ; directory = path.dirname(directory)) {
    const json = readJson<PackageJson>(path.join(directory, "package.json"));
    if (json !== undefined || directory === path.dirname(directory)) return json;
  }
}

/** ts-patch begins the files it patches with a header. */
function isPatched(typescriptDirectory: string): boolean {
  return ["tsc.js", "_tsc.js"].some((name) => {
    const file = path.join(typescriptDirectory, "lib", name);
    return fs.existsSync(file) && readStart(file, 4096).includes("tsp-module:");
  });
}

function readStart(file: string, length: number): string {
  const handle = fs.openSync(file, "r");
  try {
    const buffer = Buffer.alloc(length);
    return buffer.toString("utf8", 0, fs.readSync(handle, buffer, 0, length, 0));
  } finally {
    fs.closeSync(handle);
  }
}

/** The files that were emitted for a config's sources, where they can be found by name. */
function outputsOf(config: ReadConfig): readonly OutputFacts[] {
  const { options, file } = config;
  const configured = options.outDir;
  const outDir = configured ?? path.dirname(file);
  const sources = config.fileNames.filter((name) => /\.[cm]?tsx?$/.test(name) && !/\.d\.[cm]?ts$/.test(name));
  const rootDir = configured === undefined ? path.dirname(file) : (options.rootDir ?? commonDirectory(sources));
  return sources.flatMap((source) => {
    const relative = path
      .relative(rootDir, source)
      .replace(/\.tsx$/, ".js")
      .replace(/\.([cm]?)ts$/, ".$1js");
    const output = path.join(outDir, relative);
    if (relative.startsWith("..") || !fs.existsSync(output)) return [];
    return [{ config, source, output, text: fs.readFileSync(output, "utf8") }];
  });
}

function commonDirectory(files: readonly string[]): string {
  const [first, ...rest] = files.map((file) => path.dirname(file).split("/"));
  if (first === undefined) return ".";
  let length = first.length;
  for (const parts of rest) {
    const differs = first.findIndex((part, index) => part !== parts[index]);
    if (differs >= 0) length = Math.min(length, differs);
  }
  return first.slice(0, length).join("/") || "/";
}
