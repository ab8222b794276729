/**
 * Looks packages up as a project would: by Node's resolution, from the project's directory.
 */

import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { TypeScript } from "../typescript/host-node.js";

/** The parts of a package.json that are read here. */
export interface PackageJson {
  readonly name?: string;
  readonly version?: string;
  readonly type?: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  /** Babel's configuration may stand here. */
  readonly babel?: unknown;
}

/** A package that is installed. */
export interface InstalledPackage {
  readonly directory: string;
  readonly version: string;
}

/** Finds an installed package by walking up `node_modules` directories. */
export function findPackage(name: string, from: string): InstalledPackage | undefined {
  for (let directory = path.resolve(from); ; directory = path.dirname(directory)) {
    const candidate = path.join(directory, "node_modules", name);
    const json = readJson<PackageJson>(path.join(candidate, "package.json"));
    if (json !== undefined) return { directory: candidate, version: json.version ?? "0.0.0" };
    if (directory === path.dirname(directory)) return undefined;
  }
}

/** The project's own TypeScript, with its compiler API; `undefined` when there is none (TypeScript 7 has none). */
export function loadTypeScript(from: string): TypeScript | undefined {
  try {
    const loaded = createRequire(path.join(path.resolve(from), "noop.js"))("typescript") as Partial<TypeScript>;
    return loaded.transpileModule === undefined ? undefined : loaded;
  } catch {
    return undefined;
  }
}

/** Reads a JSON file; `undefined` when it is missing or broken. */
export function readJson<T>(file: string): T | undefined {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8")) as T;
  } catch {
    return undefined;
  }
}

/** The version of this package, whose code is in or below `home`. */
export function ownVersion(home: string): string {
  for (let directory = home; ; directory = path.dirname(directory)) {
    const json = readJson<PackageJson>(path.join(directory, "package.json"));
    if (json?.name === "tsyncio") return json.version ?? "0.0.0";
    if (directory === path.dirname(directory)) return "0.0.0";
  }
}

/** The first number of a version. */
export function majorOf(version: string): number {
  return Number.parseInt(version, 10);
}
