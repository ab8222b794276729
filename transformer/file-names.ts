/**
 * Names of files: how a source file is called in stack frames, and how it imports the runtime.
 */

import { existsSync } from "node:fs";
import path from "node:path";

/** A path with "/" on every system. */
export function slashed(file: string): string {
  return file.replaceAll("\\", "/");
}

/**
 * The file's path relative to its package, the nearest folder above the project directory with a `package.json`: the
 * same wherever the package lies. As it is when it lies elsewhere.
 */
export function displayName(fileName: string, projectDirectory: string): string {
  if (!path.isAbsolute(fileName)) return slashed(fileName);
  return slashed(path.relative(packageDirectory(projectDirectory), fileName) || fileName);
}

const packageDirectories = new Map<string, string>();

function packageDirectory(from: string): string {
  let found = packageDirectories.get(from);
  if (found === undefined) packageDirectories.set(from, (found = findPackage(path.resolve(from)) ?? from));
  return found;
}

function findPackage(from: string): string | undefined {
  if (existsSync(path.join(from, "package.json"))) return from;
  const parent = path.dirname(from);
  return parent === from ? undefined : findPackage(parent);
}

/**
 * The module specifier of the runtime as `fileName` must write it. A specifier that begins with "." is relative
 * to the project directory, and may name the source (`./runtime/abi.ts`) of the module (`./runtime/abi.js`).
 */
export function runtimeSpecifier(specifier: string, fileName: string, projectDirectory: string): string {
  if (!specifier.startsWith(".")) return specifier;
  const target = path.resolve(projectDirectory, specifier).replace(/\.([cm]?)ts$/, ".$1js");
  const from = path.dirname(path.resolve(projectDirectory, fileName));
  const relative = slashed(path.relative(from, target));
  return relative.startsWith(".") ? relative : `./${relative}`;
}
