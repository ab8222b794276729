// The API reference, docs/api: markdown made by TypeDoc from the doc comments of what users import. A public name
// without a comment is an error, and so is a page that is not what the comments say.
//
//   npm run docs               writes the pages
//   npm run docs -- --check    only compares
//
// A folder named behind that is the project instead of this one (the test of this script has one).
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { makeReference } from "./docs/reference.mjs";
import { root } from "./lib.mjs";

const check = process.argv.includes("--check");
const [folder = root] = process.argv.slice(2).filter((argument) => argument !== "--check");
const project = resolve(folder);
const committed = join(project, "docs/api");

const made = check ? mkdtempSync(join(tmpdir(), "tsyncio-docs-")) : committed;
const faults = await makeReference(project, made);
if (check) {
  faults.push(...differences());
  rmSync(made, { recursive: true });
}
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;

function differences() {
  const names = [committed, made].flatMap((folder) => readdirSync(folder, { recursive: true }));
  return [...new Set(names)]
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => name.endsWith(".md") && textOf(committed, name) !== textOf(made, name))
    .sort()
    .map((name) => `docs/api/${name} is not what the doc comments say: type "npm run docs"`);
}

function textOf(folder, name) {
  try {
    return readFileSync(join(folder, name), "utf8").replaceAll("\r\n", "\n");
  } catch {
    return undefined;
  }
}
