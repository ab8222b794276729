// The README's sections about Babel and Jest, followed literally with the packed tarball in empty folders. The
// installation itself is done without a network: what is asked for is linked.
import { toolPath, installPacked, Project } from "./packed.js";
import { block, readme } from "./readme-blocks.js";

const project = new Project();

beforeAll(() => {
  installPacked(project);
  project.link("@babel", "jest", "babel-jest");
  project.write("babel.config.json", block("babel.config.json"));
}, 60_000);

afterAll(() => project.remove());

test("Babel", () => {
  project.write("src/main.js", block("src/main.js"));
  expect(readme).toContain("npx babel src --out-dir dist\n   node dist/main.js");
  // What the command does, without the package of the command.
  const compile = `
    const { mkdirSync, writeFileSync } = require("node:fs");
    mkdirSync("dist");
    writeFileSync("dist/main.js", require("@babel/core").transformFileSync("src/main.js").code);`;
  project.node("-e", compile);
  expect(project.read("dist/main.js")).not.toMatch(/\basync\b|asyncToGenerator/);
  expect(project.node("dist/main.js")).toBe(block("babel-output"));
}, 30_000);

test("Jest", () => {
  project.write("sleep.test.js", block("sleep.test.js"));
  const output = project.node(toolPath("jest/bin/jest.js"), "--rootDir", project.folder);
  expect(output).toContain("1 passed, 1 total");
}, 30_000);
