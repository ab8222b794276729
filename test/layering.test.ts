// Holds the project's shape: who imports whom, what the core can name, where an export lives, how long a file is.
// The import rules themselves are in .dependency-cruiser.cjs.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import ts from "typescript";

const root = resolve(__dirname, "..");
const sourceFolders = ["runtime", "transformer", "babel-plugin", "scripts", "samples", "test"];
/** Build output, and texts that are compared or executed as a whole. */
const notSources = /\/(dist|node_modules|fixtures|snapshots)\//;

function filesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|mjs|cjs|js)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !notSources.test(`/${file}`));
}

const sources = sourceFolders.flatMap(filesUnder);

interface Report {
  summary: {
    violations: { rule: { name: string }; from: string; to: string }[];
    ruleSetUsed: { forbidden: { name: string }[] };
    totalCruised: number;
  };
}

describe("imports", () => {
  const { violations, ruleSetUsed, totalCruised } = cruise().summary;

  test.each(ruleSetUsed.forbidden.map((rule) => rule.name))("%s", (name) => {
    const found = violations.filter((violation) => violation.rule.name === name);
    expect(found.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  test("all files were looked at", () => {
    const files = [...filesUnder("runtime"), ...filesUnder("transformer"), ...filesUnder("babel-plugin")];
    expect(totalCruised).toBeGreaterThanOrEqual(files.length);
  });

  function cruise(): Report {
    const cli = join(root, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
    const args = ["--config", ".dependency-cruiser.cjs", "--output-type", "json"];
    // Its exit status counts the violations, which the tests name one by one.
    const { stdout } = spawnSync(process.execPath, [cli, ...args, "runtime", "transformer", "babel-plugin"], {
      cwd: root,
      encoding: "utf8",
      maxBuffer: 1 << 28,
    });
    return JSON.parse(stdout) as Report;
  }
});

describe("the core names no platform", () => {
  const configFile = join(root, "scripts/build/runtime-core.json");
  const config = ts.getParsedCommandLineOfConfigFile(
    configFile,
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: throwIt },
  )!;

  test("its type check covers every file of runtime/core", () => {
    const checked = config.fileNames.map((file) => relative(root, file)).sort();
    expect(checked).toEqual(filesUnder("runtime/core").sort());
  });

  const globals = ["setTimeout", "setImmediate", "queueMicrotask", "process", "console", "document", "window"];
  globals.push("performance", "AbortController", "AbortSignal", "Event", "EventTarget", "MessageChannel", "URL");
  globals.push("fetch", "structuredClone", "Buffer", "require", "module", "global");

  test("a platform global written there does not compile", () => {
    const probe = join(root, "runtime/core/probe.ts");
    const text = globals.map((name) => `void ${name};`).join("\n") + '\nimport "node:fs";\nexport {};\n';
    const errors = errorsOf(probe, text);
    expect(errors).toHaveLength(globals.length + 1);
  });

  test("what ECMAScript has does", () => {
    const probe = join(root, "runtime/core/probe.ts");
    expect(
      errorsOf(probe, "void [Promise, WeakRef, FinalizationRegistry, globalThis, Symbol.asyncDispose];\nexport {};\n"),
    ).toEqual([]);
  });

  function errorsOf(file: string, text: string): string[] {
    const host = ts.createCompilerHost(config.options);
    const fileExists = host.fileExists.bind(host);
    const getSourceFile = host.getSourceFile.bind(host);
    host.fileExists = (name) => name === file || fileExists(name);
    host.getSourceFile = (name, ...rest) =>
      name === file ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true) : getSourceFile(name, ...rest);
    const program = ts.createProgram([file], config.options, host);
    const source = program.getSourceFile(file);
    return [...program.getGlobalDiagnostics(), ...program.getSemanticDiagnostics(source)].map((diagnostic) =>
      ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n"),
    );
  }
});

describe("public entry points", () => {
  const entries = Object.entries({
    tsyncio: "runtime/index.ts",
    "tsyncio/abi": "runtime/abi.ts",
    "tsyncio/testing": "runtime/testing/index.ts",
  });
  const config = ts.getParsedCommandLineOfConfigFile(
    join(root, "tsconfig.json"),
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: throwIt },
  )!;

  test.each(entries)("%s re-exports and does nothing else", (_name, file) => {
    const text = readFileSync(join(root, file), "utf8");
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
    const others = source.statements.filter(
      (statement) => !isReExport(statement) && !isAmbientHostRegistration(statement),
    );
    expect(others.map((statement) => statement.getText())).toEqual([]);
  });

  function isReExport(statement: ts.Statement): boolean {
    return ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined;
  }

  function isAmbientHostRegistration(statement: ts.Statement): boolean {
    return statement.getText() === 'import "./hosts/ambient.js";';
  }

  test("every export appears in exactly one of them", () => {
    const program = ts.createProgram(
      entries.map(([, file]) => join(root, file)),
      config.options,
    );
    const checker = program.getTypeChecker();
    const places = new Map<ts.Symbol, string[]>();
    for (const [name, file] of entries) {
      const module = checker.getSymbolAtLocation(program.getSourceFile(join(root, file))!)!;
      for (const symbol of checker.getExportsOfModule(module)) {
        const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
        places.set(target, [...(places.get(target) ?? []), `${name} as ${symbol.name}`]);
      }
    }
    expect([...places.values()].filter((where) => where.length > 1)).toEqual([]);
  });
});

describe("files", () => {
  test("are under 500 lines", () => {
    const long = sources
      .map((file) => ({ file, lines: readFileSync(join(root, file), "utf8").split("\n").length }))
      .filter(({ lines }) => lines > 500);
    expect(long).toEqual([]);
  });

  test("are named in kebab-case", () => {
    const odd = sources.filter((file) => !/^[a-z0-9./-]+$/.test(file));
    expect(odd).toEqual([]);
  });
});

function throwIt(diagnostic: ts.Diagnostic): never {
  throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n"));
}
