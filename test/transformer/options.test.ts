import { didYouMean } from "../../transformer/did-you-mean.js";
import { chooseMode, isOwnDirective, misspeltDirective } from "../../transformer/directives.js";
import { formatProblem } from "../../transformer/diagnostics.js";
import { defaultOptions, fileFilter, readOptions } from "../../transformer/options.js";

test("nothing said gives the defaults", () => {
  expect(readOptions({})).toEqual(defaultOptions);
  expect(readOptions({ returns: undefined, transform: "x" }, ["transform"])).toEqual(defaultOptions);
});

test("every option is read", () => {
  const given = {
    returns: "coroutine",
    promises: "native",
    order: "relaxed",
    cancellation: "catchable",
    brand: "all",
    warnings: false,
    runtime: "./abi.js",
    include: "a",
    exclude: ["b", "c"],
  };
  expect(readOptions(given)).toEqual({ ...given, include: ["a"] });
});

const wrong: readonly (readonly [given: Record<string, unknown>, message: string])[] = [
  [{ retruns: "task" }, 'Unknown option "retruns". Did you mean "returns"?'],
  [{ Promises: "loop" }, 'Unknown option "Promises". Did you mean "promises"?'],
  [
    { zzzzzzzzz: 1 },
    'Unknown option "zzzzzzzzz". The options are returns, promises, order, cancellation, brand, warnings, runtime, include, exclude.',
  ],
  [
    { returns: "corutine" },
    'Option "returns" cannot be "corutine": it is "task" or "coroutine". Did you mean "coroutine"?',
  ],
  [{ order: true }, 'Option "order" cannot be true: it is "exact" or "relaxed".'],
  [
    { cancellation: "catcheable" },
    'Option "cancellation" cannot be "catcheable": it is "bypass-catch" or "catchable". Did you mean "catchable"?',
  ],
  [{ warnings: "false" }, 'Option "warnings" cannot be "false": it is true or false.'],
  [{ runtime: "" }, 'Option "runtime" cannot be "": it is a module specifier such as "tsyncio/abi".'],
  [{ include: [1] }, 'Option "include" cannot be [1]: it is a glob such as "src/**/*.ts", or a list of them.'],
  [{ constructor: 1 }, 'Unknown option "constructor".'],
];

test.each(wrong)("%j is an error that says what to write", (given, message) => {
  expect(() => readOptions(given)).toThrow(message);
});

test("globs are relative to the project directory", () => {
  const isCompiled = fileFilter(readOptions({ include: ["./src/**"], exclude: ["**/*.test.ts"] }), "/project");
  const files = [
    "/project/src/a.ts",
    "src/b/c.ts",
    "/project/src/a.test.ts",
    "/project/lib/a.ts",
    "/elsewhere/src/a.ts",
  ];
  expect(files.filter(isCompiled)).toEqual(["/project/src/a.ts", "src/b/c.ts"]);
});

test("the innermost directive wins", () => {
  expect(chooseMode([["use strict"], ["use coroutine"], ["use task"]], "task")).toBe("coroutine");
  expect(chooseMode([[], ["use native async"]], "task")).toBe("native");
  expect(chooseMode([["use strict"]], "coroutine")).toBe("coroutine");
});

test("misspelt directives are found, others are nobody's business", () => {
  expect(isOwnDirective("use task")).toBe(true);
  expect(
    ["use corutine", "use tasks", "use nativ async", "use asm", "use strict", "use client", "use task", "hello"].map(
      misspeltDirective,
    ),
  ).toEqual(["use coroutine", "use task", "use native async", undefined, undefined, undefined, undefined, undefined]);
});

test("a problem is one line in the manner of tsc", () => {
  const place = { fileName: "a.ts", line: 2, column: 3, start: 10, end: 11 };
  expect(formatProblem({ code: 1001, category: "error", message: "No.", place })).toBe("a.ts:2:3 - error TSY1001: No.");
  expect(formatProblem({ code: 1101, category: "error", message: "No.", place: undefined })).toBe("error TSY1101: No.");
});

test("only what is near is meant", () => {
  expect(didYouMean("returnz", ["returns", "order"])).toBe("returns");
  expect(didYouMean("x", ["returns", "order"])).toBeUndefined();
  expect(didYouMean("x", [])).toBeUndefined();
});
