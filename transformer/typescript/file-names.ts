/**
 * Names of files: how a source file is called in stack frames, and how it imports the runtime.
 */

import path from "node:path";

/** A path with "/" on every system. */
export function slashed(file: string): string {
  return file.replaceAll("\\", "/");
}

/** The file's path relative to the project directory; as it is when it lies elsewhere on another drive. */
export function displayName(fileName: string, projectDirectory: string): string {
  if (!path.isAbsolute(fileName)) return slashed(fileName);
  return slashed(path.relative(projectDirectory, fileName) || fileName);
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
