/**
 * Applications written for plain promises, run as they are and compiled, and compared by what was observed.
 *
 *     apps/<name>/            the application: nothing in it knows this project
 *     observers/<name>.mjs    uses it from outside, uncompiled, and writes down what it sees
 *     build.mjs               apps/<name> → dist/<variant>/<name>: Babel with the application's own presets, and this
 *                             project's behind them, unless the variant is "native"
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

export const here = __dirname;

/** "native" or the major version of Babel. */
export type Variant = "native" | "7" | "8";

/** The variants that are compared with the native one. */
export const compiled = ["7", "8"] as const satisfies readonly Variant[];

export interface Observation {
  readonly seen: readonly unknown[];
  /** What the process wrote as errors. */
  readonly stderr: string;
}

if (!existsSync(path.join(here, "node_modules"))) {
  throw new Error("The applications are not installed: npm ci --prefix test/applications (npm test does it)");
}

/** Builds an application. */
export function build(variant: Variant, application: string): string {
  run(process.execPath, path.join(here, "build.mjs"), variant, application);
  return path.join(here, "dist", variant, application);
}

/** Builds an application and lets its observer look at it. */
export function observe(variant: Variant, application: string, ...args: readonly string[]): Observation {
  const folder = build(variant, application);
  const place = mkdtempSync(path.join(tmpdir(), "tsyncio-observed-"));
  const file = path.join(place, "seen.json");
  const script = path.join(here, "observers", `${application}.mjs`);
  try {
    const { stderr } = runWith({ OBSERVED: file }, process.execPath, script, folder, ...args);
    return { seen: JSON.parse(readFileSync(file, "utf8")) as unknown[], stderr };
  } finally {
    rmSync(place, { recursive: true });
  }
}

/** Runs a script; throws with its output when it fails. */
export function run(command: string, ...args: readonly string[]): { stdout: string; stderr: string; status: number } {
  return runWith({}, command, ...args);
}

function runWith(environment: NodeJS.ProcessEnv, command: string, ...args: readonly string[]): ReturnType<typeof run> {
  const { stdout, stderr, status, error } = spawnSync(command, args, {
    encoding: "utf8",
    maxBuffer: 1e8,
    timeout: 200_000,
    env: { ...plainEnvironment(), ...environment },
  });
  if (status !== 0)
    throw error ?? new Error(`${args.join(" ")} ended with ${status ?? "a signal"}:\n${stdout}${stderr}`);
  return { stdout, stderr, status };
}

/** Without what Jest, and whoever started it, put into the environment. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(JEST_|NODE_ENV$|NODE_OPTIONS$|CI$)/.test(name));
  return Object.fromEntries(inherited);
}
