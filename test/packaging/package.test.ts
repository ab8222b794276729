// The packed tarball: complete, well-formed, typed for every kind of importer, and one copy however it is loaded.
import { join } from "node:path";
import { buildSync, type Platform } from "esbuild";
import { installPacked, Project, toolPath } from "./packed.js";

const project = new Project();
let tarball: string;

beforeAll(() => {
  tarball = installPacked(project);
  project.link("typescript");
}, 60_000);

afterAll(() => project.remove());

test("publint finds nothing", () => {
  const output = project.node(toolPath("publint/src/cli.js"), "--strict", "--pack", "false", "node_modules/tsyncio");
  expect(output).toContain("All good!");
}, 30_000);

// Build-time parts are ES modules only; every host loads them by require(esm) (hence the ignored rule).
test("the types are right for node16 and bundler importers", () => {
  const args = ["--profile", "node16", "--ignore-rules", "cjs-resolves-to-esm", "--no-color"];
  const output = project.node(toolPath("@arethetypeswrong/cli/dist/index.js"), tarball, ...args);
  expect(output).toMatch(/No problems found|🟢/u);
}, 60_000);

const sameCopy = `
  const functions = Object.keys(imported).filter((name) => typeof imported[name] === "function");
  if (functions.length < 20) throw new Error("too few exports: " + functions);
  console.log(functions.every((name) => imported[name] === required[name]) ? "one copy" : "two copies");
`;

test.each(["tsyncio", "tsyncio/abi"])("import and require of %s give one copy on Node", (name) => {
  project.write(
    "same.mjs",
    `import * as imported from "${name}";
     import { createRequire } from "node:module";
     const required = createRequire(import.meta.url)("${name}");
     ${name === "tsyncio" ? sameCopy : sameCopy.replace("< 20", "< 5")}`,
  );
  expect(project.node("same.mjs").trim()).toBe("one copy");
});

test("in the files that engines load, classes have their names and stacks no frame of the runtime", () => {
  project.write(
    "program.cjs",
    `const ts = require("typescript");
     const { compileSource } = require("tsyncio/transformer");
     const source = \`
       import * as tsyncio from "tsyncio";
       async function fails(): Promise<void> { await tsyncio.sleep(1); throw new Error("on purpose"); }
       async function outer(): Promise<void> { await fails(); }
       async function main(): Promise<void> {
         const named = Object.entries(tsyncio).filter(([, value]) => typeof value === "function");
         console.log(named.length > 50, named.filter(([key, { name }]) => name !== key).map(([key]) => key));
         console.log(Object.getPrototypeOf(tsyncio.Future).name);
         try { await outer(); } catch (error) { console.log(error.stack); }
       }
       main();\`;
     const { code } = compileSource(ts, source, { fileName: "program.ts", module: "esm" });
     require("node:fs").writeFileSync("program.mjs", code);`,
  );
  project.node("program.cjs");
  const [names, promise, ...stack] = project.node("program.mjs").trim().split("\n");
  expect([names, promise]).toEqual(["true []", "Promise"]);
  expect(stack.map((line) => line.replace(/\(.*[\\/]/, "("))).toEqual([
    "Error: on purpose",
    expect.stringMatching(/^ {4}at fails \(program\.mjs:\d+:\d+\)$/),
    expect.stringMatching(/^ {4}at async outer \(/),
    expect.stringMatching(/^ {4}at async main \(/),
  ]);
});

test("import and require give one copy in a bundle", () => {
  project.write("required.cjs", `module.exports = require("tsyncio");`);
  project.write(
    "bundled.mjs",
    `import * as imported from "tsyncio"; import required from "./required.cjs"; ${sameCopy}`,
  );
  bundle("bundled.mjs", "node", "bundle.mjs");
  expect(project.node("bundle.mjs").trim()).toBe("one copy");
});

test("a bundle for browsers names no Node module", () => {
  project.write("browser.mjs", `import { run } from "tsyncio"; globalThis.run = run;`);
  bundle("browser.mjs", "browser", "browser-bundle.mjs");
  expect(project.read("browser-bundle.mjs")).not.toMatch(/(from|import|require)\s*\(?\s*["']node:/);
});

test("Jest loads it in its default CommonJS mode", () => {
  project.write("loads.test.js", `test("loads", () => { expect(typeof require("tsyncio").run).toBe("function"); });`);
  const output = project.node(toolPath("jest/bin/jest.js"), "--rootDir", project.folder, "--config", "{}");
  expect(output).toContain("1 passed, 1 total");
}, 30_000);

function bundle(entry: string, platform: Platform, outfile: string): void {
  const entryPoints = [join(project.folder, entry)];
  const options = { entryPoints, platform, outfile: join(project.folder, outfile) };
  buildSync({ ...options, bundle: true, format: "esm", logLevel: "error" });
}

describe("types", () => {
  const program = `
    import { run, sleep, gather, type Task } from "tsyncio";
    async function work(): Promise<number> { await sleep(1); return 1; }
    async function main(): Promise<number[]> { return gather(work(), work()); }
    run(main);
    export const none: Task<number> | null = null;
  `;

  test.each([
    ["an ES module under node16", "index.mts", "Node16", "Node16"],
    ["a CommonJS module under node16", "index.cts", "Node16", "Node16"],
    ["an ES module under nodenext", "index.mts", "NodeNext", "NodeNext"],
    ["a module for a bundler", "index.ts", "ESNext", "Bundler"],
  ])(
    "%s",
    (_name, file, module, moduleResolution) => {
      project.write(file, program);
      const options = {
        module,
        moduleResolution,
        target: "ES2022",
        lib: ["ES2023", "ESNext.Disposable", "DOM"],
      };
      project.write("tsconfig.json", {
        compilerOptions: { ...options, types: [], strict: true, noEmit: true, skipLibCheck: false },
        files: [file],
      });
      expect(project.node(toolPath("typescript/bin/tsc"), "-p", ".")).toBe("");
    },
    30_000,
  );
});
