/**
 * A few processes that share the work. One that crashes or does not answer in time is ended, its test fails (natively,
 * if that is how it ran), and another takes its place; so does every process after some hundred tests, because realms take memory that comes back late.
 */
import { type ChildProcess, fork } from "node:child_process";
import type { Result } from "./deviations.js";

export interface PoolSettings {
  readonly script: string;
  readonly arguments: readonly string[];
  readonly processes: number;
  /** How long one test may take, in milliseconds. */
  readonly limit: number;
  /** Tests a process runs before it is replaced. */
  readonly tests: number;
}

/** Runs all the tests; calls back after each. */
export async function runAll(
  names: readonly string[],
  settings: PoolSettings,
  onResult: (result: Result) => void,
): Promise<void> {
  const rest = names[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: settings.processes }, async () => {
      let child: Child | undefined;
      for (const name of rest) {
        child ??= new Child(settings);
        onResult(await child.run(name));
        if (child.isUsedUp) child = child.end();
      }
      child?.end();
    }),
  );
}

class Child {
  readonly #process: ChildProcess;
  readonly #settings: PoolSettings;
  #tests = 0;
  #lost = false;

  constructor(settings: PoolSettings) {
    this.#settings = settings;
    this.#process = fork(settings.script, [...settings.arguments], {
      execArgv: ["--experimental-vm-modules", "--no-warnings"],
      serialization: "advanced",
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
  }

  get isUsedUp(): boolean {
    return this.#lost || this.#tests >= this.#settings.tests;
  }

  run(name: string): Promise<Result> {
    this.#tests++;
    let isCompiled = false;
    return new Promise((resolve) => {
      const finish = (result: Result): void => {
        clearTimeout(timer);
        this.#process.removeAllListeners();
        resolve(result);
      };
      const lose = (why: string): void => {
        this.#lost = true;
        finish({ name, native: isCompiled, failures: [why] });
      };
      const timer = setTimeout(() => lose("it does not end"), this.#settings.limit);
      this.#process.on("message", (message: Result | "compiled") => {
        if (message === "compiled") isCompiled = true;
        else finish(message);
      });
      this.#process.on("exit", (code, signal) => lose(`the process ended with ${signal ?? `code ${String(code)}`}`));
      this.#process.send(name);
    });
  }

  end(): undefined {
    this.#process.removeAllListeners();
    this.#process.kill("SIGKILL");
    return undefined;
  }
}
