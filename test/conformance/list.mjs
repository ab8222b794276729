/**
 * The list of CPython's asyncio tests (names/*.txt), and which of them are ported (the test files of this folder).
 *
 *     names/test_locks.txt                 LockTests.test_acquire_cancel
 *                                          LockTests.test_del gc
 *     locks/lock.test.ts                   describe("test_locks.LockTests") … test("test_acquire_cancel", …)
 *
 * A line is `Class.test_name`, then, when it is not ported, the reason (reasons.mjs) and perhaps a note. Ported tests are
 * found in the source text, so their names must be string literals.
 */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { reasons } from "./reasons.mjs";

const folder = fileURLToPath(new URL(".", import.meta.url));

/** Every name on the list: `{ file, name, reason, note }`, `name` being `test_file.Class.test_name`. */
export function readList() {
  return textFiles().flatMap((file) =>
    readFileSync(join(folder, "names", `${file}.txt`), "utf8")
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map((line) => {
        const [name, reason, ...note] = line.split(" ");
        return { file, name: `${file}.${name}`, reason, note: note.join(" ") };
      }),
  );
}

function textFiles() {
  return readdirSync(join(folder, "names"))
    .filter((file) => file.endsWith(".txt"))
    .map((file) => basename(file, ".txt"))
    .sort();
}

/** The names that are ported, each with the test files it was found in. */
export function readPorted() {
  const found = new Map();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".test.ts")) continue;
    const path = join(entry.parentPath, entry.name);
    for (const name of namesIn(path)) found.set(name, [...(found.get(name) ?? []), relative(folder, path)]);
  }
  return found;
}

/** `describe("test_file.Class", …)` around `test("test_name", …)`, or another function called like that. */
function namesIn(path) {
  const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest);
  const names = [];
  const visit = (node, suite) => {
    const text = firstText(node);
    const isSuite = text !== undefined && /^(test\.)?test_\w+\.\w+$/.test(text);
    if (text !== undefined && suite !== undefined && /^test_\w+$/.test(text)) names.push(`${suite}.${text}`);
    ts.forEachChild(node, (child) => visit(child, isSuite ? text : suite));
  };
  visit(source, undefined);
  return names;
}

function firstText(node) {
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return undefined;
  const [first] = node.arguments;
  return first !== undefined && ts.isStringLiteralLike(first) ? first.text : undefined;
}

/** What is wrong with the list, in sentences. */
export function problemsOf(list, ported) {
  const problems = [];
  const listed = new Set();
  for (const { name, reason } of list) {
    if (listed.has(name)) problems.push(`${name} is listed twice`);
    listed.add(name);
    if (reason !== undefined && !(reason in reasons)) problems.push(`${name}: "${reason}" is no reason`);
    if (reason === "different" && !list.some((entry) => entry.name === name && entry.note !== ""))
      problems.push(`${name}: the note does not say what is different`);
    if (reason === undefined && !ported.has(name)) problems.push(`${name} is neither ported nor given a reason`);
    if (reason !== undefined && ported.has(name)) problems.push(`${name} is ported, and still listed as "${reason}"`);
  }
  for (const [name, files] of ported) {
    if (!listed.has(name)) problems.push(`${name} (${files[0]}) is no test of CPython's`);
    if (files.length > 1) problems.push(`${name} is there ${files.length} times (${files.join(", ")})`);
  }
  return problems;
}
