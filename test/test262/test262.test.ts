/** The runner of test262, on three invented test files: what it reads, how it judges, what it prints. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Deviation, isClean, judge, type Result } from "./deviations.js";
import { execute, native } from "./execute.js";
import { compilers, frontends } from "./frontends.js";
import { table } from "./table.js";
import { isOurs, readTest, type TestFile } from "./test-file.js";

const passing = `/*---
description: Calls back when it is done.
flags: [async]
includes: [compareArray.js, propertyHelper.js]
---*/
async function f() { await null; }
f().then($DONE, $DONE);
`;
const throwing = `/*---
flags: [onlyStrict]
negative:
  phase: runtime
  type: ReferenceError
---*/
async function f() {}
undeclared = f;
`;
const early = `/*---
negative:
  phase: parse
  type: SyntaxError
---*/
async function f() { await; }
`;

const statement = (name: string): string => `language/statements/async-function/${name}.js`;
const files: readonly TestFile[] = [
  readTest(statement("passing"), passing),
  readTest(statement("throwing"), throwing),
  readTest(statement("early"), early),
];

test("front matter says how a file is run", () => {
  expect(files.map(({ scenarios, isAsync, negative }) => ({ scenarios, isAsync, negative }))).toEqual([
    { scenarios: ["sloppy", "strict"], isAsync: true, negative: undefined },
    { scenarios: ["strict"], isAsync: false, negative: { phase: "runtime", type: "ReferenceError" } },
    { scenarios: ["sloppy", "strict"], isAsync: false, negative: { phase: "parse", type: "SyntaxError" } },
  ]);
  expect(files[0]!.harness).toEqual([
    "assert.js",
    "sta.js",
    "doneprintHandle.js",
    "compareArray.js",
    "propertyHelper.js",
  ]);
  expect(readTest("a.js", "/*---\nflags: [raw]\n---*/")).toMatchObject({ harness: [], scenarios: ["sloppy"] });
  expect(readTest("a.js", "/*---\nflags: [module]\n---*/").scenarios).toEqual(["module"]);
});

test("early errors, other folders and files without async code are not ours", () => {
  expect(files.map(isOurs)).toEqual([true, true, false]);
  const other = (name: string, text: string): boolean => isOurs(readTest(name, text));
  expect(other("language/expressions/class/method.js", "class C { async m() {} }")).toBe(true);
  expect(other("language/expressions/class/method.js", "// no async here\nclass C { m() {} }")).toBe(false);
  expect(other("language/expressions/dynamic-import/a.js", "async () => import('b')")).toBe(false);
  expect(other("built-ins/Array/a.js", "async () => 1")).toBe(false);
  expect(other("built-ins/Promise/all/a_FIXTURE.js", "")).toBe(false);
});

describe("the list of deviations", () => {
  const result = (name: string, ...failures: string[]): Result => ({ name, native: true, failures });
  const results = [result("passes.js"), result("fails.js", "strict: no"), result("also-fails.js", "sloppy: no")];
  const list = (...files: string[]): Deviation[] => [{ reason: "because", files }];

  test("is right when it names what fails, and nothing else", () => {
    expect(isClean(judge("ts", results, list("fails.js", "also-fails.js")))).toBe(true);
  });

  test("a failure that is not on it", () => {
    const verdict = judge("ts", results, list("fails.js"));
    expect(verdict).toEqual({ unexpectedFailures: [results[2]], unexpectedPasses: [], duplicates: [] });
    expect(isClean(verdict)).toBe(false);
  });

  test("a file on it that passes", () => {
    const verdict = judge("ts", results, list("fails.js", "also-fails.js", "passes.js"));
    expect(verdict).toEqual({ unexpectedFailures: [], unexpectedPasses: ["passes.js"], duplicates: [] });
    expect(isClean(verdict)).toBe(false);
  });

  test("a file that is on it twice", () => {
    expect(isClean(judge("ts", results, list("fails.js", "also-fails.js", "fails.js")))).toBe(false);
  });

  test("an entry for one front end says nothing about the other", () => {
    const entries: Deviation[] = [
      { reason: "both", files: ["fails.js"] },
      { reason: "one", frontend: "babel", files: ["also-fails.js"] },
    ];
    expect(isClean(judge("babel", results, entries))).toBe(true);
    expect(judge("ts", results, entries).unexpectedFailures).toEqual([results[2]]);
  });

  test("what fails natively is neither here nor there", () => {
    const unsupported = { name: "new.js", native: false, failures: [] };
    expect(isClean(judge("ts", [unsupported], list("new.js")))).toBe(true);
  });

  test("the committed one gives each file one reason", () => {
    const file = path.join(process.cwd(), "test/test262/deviations.json");
    const committed = JSON.parse(readFileSync(file, "utf8")) as Deviation[];
    for (const frontend of frontends) expect(judge(frontend, [], committed).duplicates).toEqual([]);
    for (const { reason, files: listed } of committed) {
      expect(reason).toMatch(/^[A-Z`].*\.$/);
      expect(listed.length).toBeGreaterThan(0);
      expect([...listed].sort()).toEqual(listed);
    }
  });
});

describe("running a file", () => {
  const suite = mkdtempSync(path.join(tmpdir(), "tsyncio-test262-"));
  mkdirSync(path.join(suite, "harness"));
  const harness = {
    "assert.js": "",
    "sta.js": "",
    "doneprintHandle.js": `function $DONE(e) { print(e ? "Test262:AsyncTestFailure:" + e : "Test262:AsyncTestComplete"); }`,
  };
  for (const [name, text] of Object.entries(harness)) writeFileSync(path.join(suite, "harness", name), text);
  afterAll(() => rmSync(suite, { recursive: true }));

  const run = (text: string): Promise<string | undefined> =>
    execute(suite, readTest("a.js", text), readTest("a.js", text).scenarios[0]!, native);

  test.each([
    ["passes when nothing is thrown", "", undefined],
    ["fails when something is", "throw new TypeError('no')", "TypeError: no"],
    ["passes when it throws what it should", throwing, undefined],
    ["fails when it does not", throwing.replace("undeclared", "globalThis.a"), "no ReferenceError was thrown"],
    [
      "fails when it throws something else",
      throwing.replace("undeclared", "null.a"),
      "ReferenceError expected, got TypeError: Cannot set properties of null (setting 'a')",
    ],
    ["passes when it says it is done", passing.replace(/includes.*/, ""), undefined],
    ["fails when it never does", "/*---\nflags: [async]\n---*/", "$DONE was not called"],
    ["fails when it says so", "/*---\nflags: [async]\n---*/\n$DONE('why')", "why"],
    [
      "has a realm of its own",
      "if (Object.getPrototypeOf($262.global.Array) !== Function.prototype) throw 1",
      undefined,
    ],
  ])("it %s", async (_, text, expected) => {
    expect(await run(text)).toBe(expected);
  });

  test.each(frontends)("%s compiles scripts and modules, and leaves them alone when told to", (frontend) => {
    const compile = compilers[frontend];
    expect(compile(passing, false, {})).toContain('require("tsyncio/abi")');
    expect(compile(passing, true, {})).toMatch(/import .* from "tsyncio\/abi"/);
    expect(compile(passing, false, null)).toContain("async function f");
  });
});

test("the table counts what passes natively", () => {
  const results: Result[] = [
    { name: statement("a"), native: true, failures: [] },
    { name: statement("b"), native: true, failures: ["strict: no"] },
    { name: statement("c"), native: false, failures: [] },
    { name: "built-ins/Promise/all/a.js", native: true, failures: [] },
  ];
  expect(table(results).replaceAll(/ +/g, " ").split("\n")).toEqual([
    "built-ins/Promise 1 of 1 100.00%",
    "language/statements/async-function 1 of 2 50.00%",
    expect.stringMatching(/^-+$/),
    "the rest of the set 1 of 2 50.00%",
    "built-ins/Promise 1 of 1 100.00%",
    "total 2 of 3 66.67%",
  ]);
});
