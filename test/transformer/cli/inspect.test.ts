import { project, run } from "./terminal.js";

const source =
  '// Opening.\nimport { sleep } from "tsyncio";\n\nexport async function nap() {\n  await sleep(10); // zzz\n  return "rested";\n}\n';
const entry = { transform: "tsyncio/transformer" };

test("prints the compiled file, each state with where it comes from", () => {
  const { code, output } = run(project({ "src/nap.ts": source, "tsconfig.json": {} }), "inspect", "src/nap.ts");
  expect(code).toBe(0);
  expect(output).toMatch(/^\/\/ Opening\.\nimport \{.* task as _task/);
  expect(output).toMatch(/_describe\("nap", "src\/nap\.ts", "4:1 1\+1:3", 1040, nap, nap\$step\)/);
  expect(output).toMatch(/\/\/ line 5: .*\n\s+case 1:/);
  expect(output).not.toContain("sourceMappingURL");
});

test("prints the intermediate representation", () => {
  const { output } = run(project({ "nap.ts": source }), "inspect", "nap.ts", "--ir");
  expect(output).toMatch(/^\w+ nap .*nap\.ts:4\n/);
});

test("compiles as the nearest tsconfig.json says, unless told otherwise", () => {
  const directory = project({
    "src/nap.ts": source,
    "tsconfig.json": { compilerOptions: { plugins: [{ ...entry, returns: "coroutine", exclude: "**" }] } },
  });
  expect(run(directory, "inspect", "src/nap.ts").output).toContain("_coroutine(_nap");
  expect(run(directory, "inspect", "src/nap.ts", "--returns", "task").output).toContain("_task(_nap");
  expect(run(directory, "inspect", "src/nap.ts", "--module", "commonjs").output).toContain('require("tsyncio/abi")');
});

test("what cannot be compiled is reported", () => {
  const directory = project({ "a.ts": 'async function f() { "use corutine"; await 1; }', "b.ts": "async function (" });
  expect(run(directory, "inspect", "a.ts")).toMatchObject({ code: 0 });
  expect(run(directory, "inspect", "a.ts").complaints).toMatch(/a\.ts:1:22 - warning TSY1301/);
  expect(run(directory, "inspect", "b.ts")).toMatchObject({ code: 1 });
});
