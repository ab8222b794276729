/** What cannot be compiled is an error with the source text of its place, and the build stops. */
import { transform } from "./transform.js";

const script = { babel: { sourceType: "script" } };

function messageOf(compile: () => unknown): string {
  try {
    compile();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("It compiles.");
}

test("with around an await", () => {
  const message = messageOf(() => transform("async function f(o) {\n  with (o) {\n    await x;\n  }\n}", script));
  expect(message).toContain("/work/input.js: TSY1001: `with` cannot be used in an async function that awaits");
  expect(message).toMatch(/> 2 \|\s+with \(o\) \{\n\s+\|\s+\^/);
});

test("every problem of the file is told", () => {
  const text = "async function f(o) {\n  with (o) await x;\n}\nasync function g() {\n  eval(await 'x');\n}";
  const message = messageOf(() => transform(text, script));
  expect(message).toContain("TSY1001");
  expect(message).toContain("TSY1002");
  expect(message).toMatch(/> 5 \|\s+eval\(await 'x'\);/);
});

test.each([
  ["const x = do { await 1; };", "doExpressions", "A `do` expression"],
  ["const x = 1 |> await f(%);", ["pipelineOperator", { proposal: "hack", topicToken: "%" }], "The right side of `|>`"],
])("%s", (statement, syntax, what) => {
  const message = messageOf(() => transform(`async function g() { ${statement} }`, { syntax: [syntax] }));
  expect(message).toContain(`TSY1202: ${what} cannot hold an \`await\``);
  expect(message).toContain("> 1 |");
});

test.each(["const x = do { 1; }; await x;", "const x = await 1 |> f(%);", "const x = async do { await 1; }; await x;"])(
  "%s is no problem",
  (statement) => {
    const pipes = ["pipelineOperator", { proposal: "hack", topicToken: "%" }];
    const { code } = transform(`async function g() { ${statement} }`, {
      syntax: ["doExpressions", "asyncDoExpressions", pipes],
      babel: { generatorOpts: { topicToken: "%" } },
    });
    expect(code).toContain("$.await(");
  },
);
