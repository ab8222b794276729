/**
 * Compiled programs for tests of what is itself compiled: the built package (`npm run build` first) and this project's own
 * compiler over the text of a test program.
 *
 * `load` runs a program inside the test; `execute` in a process of its own, where exit codes, signals and `beforeExit` are
 * what they are for a user.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { compileSource } from "../../../transformer/typescript/compile.js";
import type { UserOptions } from "../../../transformer/options.js";

const prelude = `
import { allTasks, ArgumentError, ContextVar, createTask, CancelledError, currentTask, EventLoop, fromSignal, Future, gather,
  getRunningLoop, isCancelled, manualHost, nodeHost, run, Runner, shield, simulatedHost, sleep, TimeoutError, timeout, timeoutAt,
  toNative, wait, waitFor } from "tsyncio";
`;

function compile(program: string, options: UserOptions): string {
  const text = prelude + program;
  const { code, diagnostics } = compileSource(ts, text, {
    fileName: "program.ts",
    module: "commonjs",
    // Programs here do wrong things on purpose.
    options: { ...options, warnings: false },
  });
  if (diagnostics.length > 0) throw new Error(`the test program does not compile: ${JSON.stringify(diagnostics)}`);
  return code;
}

/** Both kinds of async functions, for tests of what must not depend on it. */
export const bothKinds: readonly (readonly ["task" | "coroutine"])[] = [["task"], ["coroutine"]];

/**
 * Compiles `program`, whose last statement gives a value to `exports.result` or logs by `log`, and runs it in this process.
 * Names of the package need no import. Returns what was logged, as text.
 */
export function load(program: string, options: UserOptions = {}): string[] {
  const logged: string[] = [];
  const log = (...parts: unknown[]): void => void logged.push(parts.map(show).join(" "));
  const code = compile(program, options);
  const body = new Function("require", "exports", "log", code) as (...parts: unknown[]) => void;
  body(require, {}, log);
  return logged;
}

function show(value: unknown): string {
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  return typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
}

/** How a process ended. */
export interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

/** Compiles `program` and runs it in a process of its own; `log` prints a line. */
export function execute(program: string, options: UserOptions = {}): Ended {
  const folder = mkdtempSync(join(tmpdir(), "tsyncio-run-"));
  try {
    symlinkSync(join(process.cwd(), "node_modules"), join(folder, "node_modules"), "junction");
    const file = join(folder, "program.cjs");
    writeFileSync(file, `const log = (...parts) => console.log(...parts);\n${compile(program, options)}`);
    const { stdout, stderr, status } = spawnSync(process.execPath, [file], {
      encoding: "utf8",
      env: { ...process.env, NODE_OPTIONS: "" },
      timeout: 20_000,
    });
    return { stdout: stdout.trimEnd(), stderr, status };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
