/**
 * Checks of a package's scripts: do they run a compiler that runs the plugin?
 */

import type { Check } from "./checks.js";
import type { Finding } from "./doctor.js";

/** The commands of a script, without what they are joined with. */
function commandsOf(script: string): readonly string[] {
  return script.split(/&&|\|\||;|\||&/).map((command) => command.trim());
}

/** The program that a command runs, without `npx` and paths. */
function programOf(command: string): string {
  const words = command.split(/\s+/).filter((word) => !/^[A-Z_]+=/.test(word) && word !== "cross-env");
  const runners = ["npx", "pnpm", "yarn", "exec", "dlx", "bunx", "--no-install", "-y", "--yes", "node"];
  const word = words.find((candidate) => !runners.includes(candidate)) ?? "";
  return word.replace(/^.*[\\/]/, "").replace(/\.(js|cmd)$/, "");
}

const scriptsUseTspc: Check = ({ packageJson, isPatched }) => {
  if (isPatched) return [];
  return findInScripts(
    packageJson?.scripts,
    (command) => programOf(command) === "tsc" && !/--noEmit\b/.test(command),
  ).map(({ name, command }): Finding => ({
    code: 2014,
    severity: "error",
    place: `package.json scripts.${name}`,
    message: `"${command}" runs plain tsc, which ignores plugins in silence.`,
    hint: 'Write tspc instead of tsc, or have tsc patched: "prepare": "ts-patch install -s", then npm run prepare.',
  }));
};

const runnersWithoutPlugins = ["tsx", "ts-node", "ts-node-esm", "swc", "swc-node", "sucrase-node", "esr"];

/** A script that runs TypeScript without compiling it is worth a word however a project is compiled. */
export const scriptsCompile: Check = ({ packageJson }) =>
  findInScripts(packageJson?.scripts, (command) => {
    const program = programOf(command);
    return runnersWithoutPlugins.includes(program) || /--experimental-strip-types\b/.test(command);
  }).map(({ name, command }): Finding => ({
    code: 2015,
    severity: "warning",
    place: `package.json scripts.${name}`,
    message: `"${command}" runs TypeScript without this compiler: its async functions stay native.`,
    hint: "Compile with tspc first and run the output.",
  }));

interface Found {
  readonly name: string;
  readonly command: string;
}

function findInScripts(
  scripts: Readonly<Record<string, string>> | undefined,
  isWrong: (command: string) => boolean,
): readonly Found[] {
  return Object.entries(scripts ?? {}).flatMap(([name, script]) =>
    commandsOf(script)
      .filter(isWrong)
      .map((command) => ({ name, command })),
  );
}

/** The checks of scripts. */
export const scriptChecks: readonly Check[] = [scriptsUseTspc, scriptsCompile];
