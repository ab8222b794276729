import fs from "node:fs";
import path from "node:path";
import { install, project, run } from "./terminal.js";

const plugin = { transform: "tsyncio/transformer" };
const tsconfig = (compilerOptions: object = {}, plugins: readonly object[] = [plugin]): object => ({
  compilerOptions: { target: "es2022", module: "nodenext", outDir: "out", rootDir: "src", plugins, ...compilerOptions },
  include: ["src"],
});
const source = { "src/main.ts": "export async function main() { await 1; }\n" };
const manifest = { name: "app", scripts: { build: "tspc -p ." } };

/** A project that is set up well, but for what is given. */
function app(
  files: Readonly<Record<string, unknown>>,
  packages: readonly string[] = ["typescript", "ts-patch", "tsyncio"],
): string {
  const directory = project({ "package.json": manifest, "tsconfig.json": tsconfig(), ...source, ...files });
  install(directory, ...packages);
  return directory;
}

/** Codes of what the doctor finds. */
function codes(directory: string, ...args: readonly string[]): readonly string[] {
  return [...run(directory, "doctor", ...args).output.matchAll(/TSY\d+/g)].map(([code]) => code);
}

test("a project that is set up well", () => {
  const outcome = run(app({ "out/main.js": 'import { task as _task } from "tsyncio/abi";' }), "doctor");
  expect(outcome.code).toBe(0);
  expect(outcome.output).toMatch(
    /^Nothing is wrong\. TypeScript 6\.0\.3, ts-patch 3\.3\.0, plugin found in tsconfig\.json\.$/,
  );
});

const broken: readonly (readonly [what: string, files: Record<string, unknown>, code: string, message: RegExp])[] = [
  ["no plugin", { "tsconfig.json": tsconfig({}, []) }, "TSY2009", /tsconfig\.json: the plugin is not named/],
  [
    "a misspelt plugin",
    { "tsconfig.json": tsconfig({}, [{ transform: "tsyncio/tranformer" }]) },
    "TSY2010",
    /Did you mean "tsyncio\/transformer"\?/,
  ],
  [
    "the package for the plugin",
    { "tsconfig.json": tsconfig({}, [{ transform: "tsyncio" }]) },
    "TSY2010",
    /there is no plugin "tsyncio"/,
  ],
  [
    "name instead of transform",
    { "tsconfig.json": tsconfig({}, [{ name: "tsyncio/transformer" }]) },
    "TSY2010",
    /"name", which is for editor plugins/,
  ],
  [
    "a wrong option",
    { "tsconfig.json": tsconfig({}, [{ ...plugin, retruns: "task" }]) },
    "TSY1101",
    /Did you mean "returns"\?/,
  ],
  [
    "a plugin after the others",
    { "tsconfig.json": tsconfig({}, [{ ...plugin, after: true }]) },
    "TSY2011",
    /Remove "after"/,
  ],
  [
    "plain tsc",
    { "package.json": { ...manifest, scripts: { build: "rimraf out && npx tsc -b" } } },
    "TSY2014",
    /scripts\.build: "npx tsc -b" runs plain tsc/,
  ],
  [
    "an old target",
    { "tsconfig.json": tsconfig({ target: "es5", ignoreDeprecations: "6.0" }) },
    "TSY2012",
    /"target": "ES2022"/,
  ],
  ["native output", { "out/main.js": "export async function main() { await 1; }" }, "TSY2016", /out\/main\.js/],
  [
    "a tsconfig that cannot be read",
    {
      "tsconfig.json":
        '{ "compilerOptions": { "tarket": 1, "plugins": [{ "transform": "tsyncio/transformer" }] }, "include": ["src"] }',
    },
    "TSY2002",
    /tarket/,
  ],
];

test.each(broken)("%s", (_what, files, code, message) => {
  const outcome = run(app(files), "doctor");
  expect(outcome.code).toBe(1);
  expect(outcome.output).toContain(code);
  expect(outcome.output).toMatch(message);
  expect(outcome.output).toMatch(/→ /);
  expect(outcome.output).toMatch(/1 thing is wrong\.$/);
});

test("include and exclude that leave no file", () => {
  const plugins = [{ ...plugin, include: ["lib/**"] }];
  const outcome = run(app({ "tsconfig.json": tsconfig({}, plugins) }), "doctor");
  expect(outcome.code).toBe(1);
  expect(outcome.output).toMatch(/TSY2019 tsconfig\.json: .* they leave out src\/main\.ts\./);
  expect(codes(app({ "tsconfig.json": tsconfig({}, [{ ...plugin, include: ["src/**"] }]) }))).toEqual([]);
});

test("nothing was compiled yet", () => {
  expect(run(app({}), "doctor").output).toMatch(/^Nothing is wrong\. .* nothing was compiled yet\.$/);
});

describe("a project that Babel compiles", () => {
  const named = { presets: ["@babel/preset-env", "tsyncio/babel-preset"] };
  const typescript7 = {
    "node_modules/typescript/package.json": { name: "typescript", version: "7.0.2", main: "index.js" },
    "node_modules/typescript/index.js": 'exports.version = "7.0.2";',
  };
  const fine: readonly (readonly [what: string, files: Record<string, unknown>, place: RegExp])[] = [
    ["babel.config.json", { "babel.config.json": named }, /tsyncio\/babel-preset found in babel\.config\.json\.$/],
    [".babelrc", { ".babelrc": { plugins: ["tsyncio/babel-plugin"] } }, /tsyncio\/babel-plugin found in \.babelrc\.$/],
    [
      "a program",
      { "babel.config.cjs": 'module.exports = { presets: [["module:tsyncio/babel-preset", {}]] };' },
      /found in babel\.config\.cjs\.$/,
    ],
    ["package.json", { "package.json": { ...manifest, babel: named } }, /found in package\.json\.$/],
    ["TypeScript 7", { ...typescript7, "tsconfig.json": tsconfig({}, []), "babel.config.json": named }, /^Nothing/],
    [
      "TypeScript 7 and its ignored entry",
      { ...typescript7, "tsconfig.json": tsconfig(), ".babelrc": named },
      /^Nothing/,
    ],
    [
      "TypeScript 7 and a script",
      {
        ...typescript7,
        "tsconfig.json": tsconfig({}, []),
        "package.json": {
          scripts: { build: "tsc && babel dist --out-dir dist --plugins tsyncio/babel-plugin" },
          devDependencies: { "@babel/core": "7" },
        },
      },
      /found in package\.json scripts\.$/,
    ],
  ];

  test.each(fine)("named: %s", (_what, files, place) => {
    const directory = project({ "package.json": manifest, ...files });
    install(directory, "@babel/core", "tsyncio");
    const outcome = run(directory, "doctor");
    expect([outcome.code, outcome.output]).toEqual([0, expect.stringMatching(/^Nothing is wrong\. Babel 7\./)]);
    expect(outcome.output).toMatch(place);
  });

  const forgotten: readonly (readonly [what: string, files: Record<string, unknown>])[] = [
    ["in its configuration", { "babel.config.json": { presets: ["@babel/preset-env"] } }],
    ["in a comment only", { "babel.config.js": "module.exports = {\n  // presets: ['tsyncio/babel-preset']\n};" }],
    ["anywhere", { "package.json": { ...manifest, devDependencies: { "@babel/core": "7" } } }],
    ["beside a tsconfig", { "tsconfig.json": tsconfig({}, []), ".babelrc": {} }],
  ];

  test.each(forgotten)("not named %s", (_what, files) => {
    const directory = project({ "package.json": manifest, ...files });
    install(directory, "typescript", "@babel/core", "tsyncio");
    expect(codes(directory)).toEqual(["TSY2018"]);
  });

  test("it is TypeScript that compiles when a tsconfig names the plugin", () => {
    expect(codes(app({ "babel.config.json": {} }, ["typescript", "tsyncio"]))).toEqual(["TSY2006"]);
    expect(codes(app({ "babel.config.json": {}, "tsconfig.json": tsconfig({}, [{ transform: "tsyncio" }]) }))).toEqual([
      "TSY2010",
    ]);
  });
});

test("no tsconfig", () => {
  const directory = project({ "package.json": manifest });
  install(directory, "typescript", "ts-patch", "tsyncio");
  expect(codes(directory)).toEqual(["TSY2001"]);
  expect(run(directory, "doctor", "--project", "none.json").code).toBe(1);
});

test("missing packages", () => {
  expect(codes(app({}, ["typescript", "ts-patch"]))).toEqual(["TSY2008"]);
  expect(codes(app({}, ["typescript", "tsyncio"]))).toEqual(["TSY2006"]);
  expect(codes(app({}, ["ts-patch", "tsyncio"]))).toEqual(["TSY2003"]);
});

test("TypeScript 7 has no place for plugins", () => {
  const files = {
    "node_modules/typescript/package.json": { name: "typescript", version: "7.0.2", main: "index.js" },
    "node_modules/typescript/index.js": 'exports.version = "7.0.2";',
  };
  const directory = app(files, ["ts-patch", "tsyncio"]);
  expect(codes(directory)).toEqual(["TSY2004"]);
  expect(run(directory, "doctor").output).toContain("typescript@6");
});

test("ts-patch 4 with TypeScript 5, and versions that are too old", () => {
  const versions = (typescript: string, tsPatch: string): Record<string, unknown> => ({
    "node_modules/typescript/package.json": { name: "typescript", version: typescript, main: "index.js" },
    "node_modules/typescript/index.js": `module.exports = require(${JSON.stringify(require.resolve("typescript"))});`,
    "node_modules/ts-patch/package.json": { name: "ts-patch", version: tsPatch },
  });
  expect(codes(app(versions("5.9.3", "4.0.1"), ["tsyncio"]))).toEqual(["TSY2007"]);
  expect(codes(app(versions("5.9.3", "2.1.0"), ["tsyncio"]))).toEqual(["TSY2007"]);
  expect(codes(app(versions("4.9.5", "3.3.0"), ["tsyncio"]))).toEqual(["TSY2005"]);
  expect(codes(app(versions("5.0.4", "3.3.0"), ["tsyncio"]))).toEqual([]);
});

test("plain tsc is right when it was patched, or when it only checks", () => {
  const scripts = { "package.json": { ...manifest, scripts: { build: "tsc -p ." } } };
  const patched = {
    "node_modules/typescript/package.json": { name: "typescript", version: "6.0.3", main: "index.js" },
    "node_modules/typescript/index.js": `module.exports = require(${JSON.stringify(require.resolve("typescript"))});`,
    "node_modules/typescript/lib/_tsc.js": "/// tsp-module:\n/// {}\n/// :tsp-module\n",
  };
  expect(codes(app({ ...scripts, ...patched }, ["ts-patch", "tsyncio"]))).toEqual([]);
  const check = { "package.json": { ...manifest, scripts: { types: "tsc --noEmit", build: "tspc" } } };
  expect(codes(app(check))).toEqual([]);
});

test("warnings do not fail", () => {
  const scripts = { "package.json": { ...manifest, scripts: { start: "tsx src/main.ts" } } };
  expect(codes(app(scripts))).toEqual(["TSY2015"]);
  expect(run(app(scripts), "doctor").code).toBe(0);
  expect(codes(app({ "tsconfig.json": tsconfig({ noEmit: true }) }))).toEqual(["TSY2013"]);
});

test("a build that is older than its tsconfig", () => {
  // With a rootDir the file lies as far outside outDir as the tsconfig lies outside rootDir.
  const buildInfo = "tsconfig.tsbuildinfo";
  const directory = app({ "tsconfig.json": tsconfig({ incremental: true }), [buildInfo]: "{}" });
  const old = new Date(Date.now() - 1_000_000);
  fs.utimesSync(path.join(directory, buildInfo), old, old);
  expect(codes(directory)).toEqual(["TSY2017"]);
  expect(run(directory, "doctor").output).toContain("--force");
});

test("code that is native on purpose, or that was left out, is not complained about", () => {
  const native = {
    "src/main.ts": 'export async function main() { "use native async"; await 1; }\n',
    "out/main.js": "export async function main() { await 1; }",
  };
  expect(codes(app(native))).toEqual([]);
  const excluded = {
    "tsconfig.json": tsconfig({}, [{ ...plugin, exclude: "src/main.ts" }]),
    "src/other.ts": source["src/main.ts"],
    "out/main.js": native["out/main.js"],
  };
  expect(codes(app(excluded))).toEqual([]);
  expect(codes(app({ "out/main.js": '// async function f\nconst a = "async () => 1";' }))).toEqual([]);
});

test("a solution's projects are looked at", () => {
  const directory = project({
    "package.json": manifest,
    "tsconfig.json": { files: [], references: [{ path: "a" }, { path: "b/tsconfig.build.json" }] },
    "a/tsconfig.json": tsconfig({ composite: true }, [{ ...plugin, order: "exakt" }]),
    "a/src/main.ts": source["src/main.ts"],
    "b/tsconfig.build.json": tsconfig({ composite: true }),
    "b/src/main.ts": source["src/main.ts"],
  });
  install(directory, "typescript", "ts-patch", "tsyncio");
  expect(codes(directory)).toEqual(["TSY1102"]);
});
