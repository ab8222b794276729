/** Runs one scenario of a test in a realm of its own, and says what went wrong. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import vm from "node:vm";
import { makeRealm, type Realm, type RuntimeChoice } from "./realm.js";
import type { Scenario, TestFile } from "./test-file.js";

/** How the text of a test reaches the engine. */
export interface Variant {
  readonly runtime: RuntimeChoice | undefined;
  compile(text: string, isModule: boolean): string;
}

/** The engine by itself. */
export const native: Variant = { runtime: undefined, compile: (text) => text };

/** Nothing but microtasks and immediates happens in a test: after that many turns nothing more will. */
const patience = 50;

/** What went wrong; `undefined` when the test passes. */
export async function execute(
  suite: string,
  test: TestFile,
  scenario: Scenario,
  variant: Variant,
): Promise<string | undefined> {
  const printed: string[] = [];
  const realm = makeRealm(variant.runtime, (text) => void printed.push(String(text)));
  try {
    for (const file of test.harness) harnessScript(suite, file).runInContext(realm.context);
    await start(suite, test, scenario, variant, realm);
  } catch (error) {
    return test.negative === undefined ? tell(error) : wrongError(error, test.negative.type);
  }
  if (test.negative !== undefined) return `no ${test.negative.type} was thrown`;
  if (!test.isAsync) return undefined;
  for (let waited = 0; waited < patience && !isDone(printed); waited++) await turn();
  return verdict(printed);
}

async function start(suite: string, test: TestFile, scenario: Scenario, variant: Variant, realm: Realm): Promise<void> {
  if (scenario === "module") {
    await new Modules(suite, variant, realm).run(test.name, test.text);
    return;
  }
  const text = scenario === "strict" ? `"use strict";\n${test.text}` : test.text;
  new vm.Script(variant.compile(text, false), { filename: test.name }).runInContext(realm.context);
}

const harness = new Map<string, vm.Script>();

function harnessScript(suite: string, file: string): vm.Script {
  let script = harness.get(file);
  if (script === undefined) {
    script = new vm.Script(readFileSync(path.join(suite, "harness", file), "utf8"), { filename: file });
    harness.set(file, script);
  }
  return script;
}

/** The modules of one test. */
class Modules {
  readonly #suite: string;
  readonly #variant: Variant;
  readonly #realm: Realm;
  readonly #loaded = new Map<string, vm.Module>();

  constructor(suite: string, variant: Variant, realm: Realm) {
    this.#suite = suite;
    this.#variant = variant;
    this.#realm = realm;
  }

  async run(name: string, text: string): Promise<void> {
    const module = this.#make(name, text);
    await module.link((specifier, from) => this.#load(specifier, from.identifier));
    await module.evaluate();
  }

  #make(name: string, text: string): vm.Module {
    const { context } = this.#realm;
    const module = new vm.SourceTextModule(this.#variant.compile(text, true), { context, identifier: name });
    this.#loaded.set(name, module);
    return module;
  }

  #load(specifier: string, from: string): vm.Module {
    if (specifier === "tsyncio/abi") return this.#runtime();
    const name = path.posix.join(path.posix.dirname(from), specifier);
    return this.#loaded.get(name) ?? this.#make(name, readFileSync(path.join(this.#suite, "test", name), "utf8"));
  }

  #runtime(): vm.Module {
    const { abi = {}, context } = this.#realm;
    const names = Object.keys(abi);
    return new vm.SyntheticModule(
      names,
      function () {
        for (const name of names) this.setExport(name, abi[name]);
      },
      { context },
    );
  }
}

function isDone(printed: readonly string[]): boolean {
  return printed.some((line) => line.startsWith("Test262:Async"));
}

function verdict(printed: readonly string[]): string | undefined {
  const failure = printed.find((line) => line.startsWith("Test262:AsyncTestFailure:"));
  if (failure !== undefined) return failure.slice("Test262:AsyncTestFailure:".length);
  return printed.includes("Test262:AsyncTestComplete") ? undefined : "$DONE was not called";
}

function wrongError(error: unknown, expected: string): string | undefined {
  const actual = (error as { constructor?: { name?: unknown } } | null | undefined)?.constructor?.name;
  return actual === expected ? undefined : `${expected} expected, got ${tell(error)}`;
}

/** An error of any realm, on one line. */
function tell(error: unknown): string {
  try {
    const { constructor, message } = error as Error;
    return `${constructor.name}: ${message}`.split("\n")[0]!;
  } catch {
    return String(error);
  }
}
