// The README's "Adding it to a tsc project", followed literally with the packed tarball in an empty folder. The
// installation itself is done without a network: TypeScript and ts-patch are linked.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { defaultOptions } from "../../transformer/options.js";
import { installPacked, Project, root } from "./packed.js";
import { block, readme } from "./readme-blocks.js";

test("the example of compiled code is the compiler's output", () => {
  const snapshot = readFileSync(join(root, "test/samples/snapshots/breakfast.task.js"), "utf8");
  const source = readFileSync(join(root, "samples/breakfast.ts"), "utf8");
  expect(snapshot).toContain(block("compiled"));
  expect(source).toContain(block("source"));
});

test("the table of options has every option and its default", () => {
  const rows = [...readme.matchAll(/^\| `(\w+)`(?:, `(\w+)`)? +\| ([^|]*)/gm)];
  const documented = rows.flatMap(([, first, second]) => [first, second]).filter((name) => name !== undefined);
  expect(documented.sort()).toEqual(Object.keys(defaultOptions).sort());
  for (const [, name, , values] of rows) {
    const value = defaultOptions[name as keyof typeof defaultOptions];
    if (typeof value === "string")
      expect(values).toMatch(new RegExp(`"${value}"\` \\(default\\)|default \`"${value}"\``));
    if (typeof value === "boolean") expect(values).toContain(`\`${value}\` (default)`);
  }
});

const project = new Project();

beforeAll(() => {
  installPacked(project);
  project.link("typescript", "ts-patch");
  for (const file of ["tsconfig.json", "src/main.ts"]) project.write(file, block(file));
}, 60_000);

afterAll(() => project.remove());

test("the steps give what they promise", () => {
  expect(readme).toContain("npx tspc\n   node dist/main.js");
  expect(project.node("node_modules/ts-patch/bin/tspc.js")).toBe("");
  expect(project.node("dist/main.js")).toBe(block("output"));
}, 30_000);

test("the doctor finds nothing wrong with the result", () => {
  expect(() => project.node("node_modules/tsyncio/dist/transformer/cli/index.js", "doctor")).not.toThrow();
}, 30_000);
