/**
 * A project whose tests run in Jest through `babel-jest`: the same tests pass, and the others fail with the same words.
 * With fake timers of one test and with those of a whole project timers stop, and awaits do not.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { compiled, here, plainEnvironment, type Variant } from "./variants.js";

const root = path.resolve(here, "../..");

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { fullName: string; status: string; failureMessages: readonly string[] }[];
  }[];
}

type Outcomes = Record<string, { readonly status: string; readonly failures: readonly string[] }>;

/** Runs the project's own Jest configuration; only who compiles is decided here. */
function runSuite(variant: Variant): Outcomes {
  const folder = path.join(here, "dist", variant, "jest-suite");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.dirname(folder), { recursive: true });
  cpSync(path.join(here, "apps/jest-suite"), folder, { recursive: true });
  const babel = createRequire(path.join(root, variant === "8" ? "test/babel/babel-8" : ".", "package.json"));
  edit(folder, "babel.config.json", (config) => {
    config.presets = config.presets.map(([name, options]: [string, object]) => [babel.resolve(name), options]);
    if (variant !== "native") config.presets.push("tsyncio/babel-preset");
  });
  edit(folder, "jest.config.json", (config) => {
    for (const project of config.projects) project.transform = { "\\.js$": babel.resolve("babel-jest") };
  });
  const jest = path.join(root, "node_modules/jest/bin/jest.js");
  const args = ["--config", "jest.config.json", "--no-cache", "--ci", "--json", "--outputFile", "report.json"];
  const { stderr } = spawnSync(process.execPath, [jest, ...args], {
    cwd: folder,
    encoding: "utf8",
    env: plainEnvironment(),
  });
  try {
    return outcomesOf(JSON.parse(readFileSync(path.join(folder, "report.json"), "utf8")) as Report);
  } catch {
    throw new Error(stderr);
  }
}

function edit(folder: string, file: string, change: (config: any) => void): void {
  const config = JSON.parse(readFileSync(path.join(folder, file), "utf8"));
  change(config);
  writeFileSync(path.join(folder, file), JSON.stringify(config));
}

function outcomesOf(report: Report): Outcomes {
  const tests = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ fullName, status, failureMessages }) => [
      `${path.basename(name)}: ${fullName}`,
      { status, failures: failureMessages.map(withoutStack) },
    ]),
  );
  return Object.fromEntries(tests) as Outcomes;
}

function withoutStack(message: string): string {
  return message.replaceAll(/\n\s+at .*/g, "");
}

const native = runSuite("native");

test("natively those tests fail that are meant to", () => {
  const failed = Object.entries(native).filter(([, { status }]) => status === "failed");
  expect(Object.keys(native).length).toBeGreaterThan(35);
  expect(failed.map(([name]) => name).filter((name) => !name.includes(" fails: "))).toEqual(["async.spec.js: 2 + 2"]);
  expect(failed).toHaveLength(11);
});

test.each(compiled)(
  "compiled by Babel %s it is the same",
  (major) => {
    expect(runSuite(major)).toEqual(native);
  },
  60_000,
);
