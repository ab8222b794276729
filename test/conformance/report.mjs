/**
 * `npm run conformance`: runs the ported tests of CPython's and prints, for each of its test files, how many are ported,
 * could be ported, and are there; and why the rest is not. Fails when a ported test fails, and when a name is neither
 * ported nor on the list with a reason.
 *
 *     node test/conformance/report.mjs [--check]        --check: only the list, without running anything
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bin, node } from "../../scripts/lib.mjs";
import { problemsOf, readList, readPorted } from "./list.mjs";
import { reasons } from "./reasons.mjs";

const list = readList();
const problems = problemsOf(list, readPorted());
if (!process.argv.includes("--check")) {
  const failed = runTests();
  print(list, failed);
  problems.push(...failed.values());
}
for (const problem of problems) console.log(`PROBLEM: ${problem}`);
process.exitCode = problems.length === 0 ? 0 : 1;

/** Runs them; the ones that did not pass, by name. */
function runTests() {
  const work = mkdtempSync(join(tmpdir(), "tsyncio-conformance-"));
  const output = join(work, "jest.json");
  const ended = node(bin("jest"), "--selectProjects=conformance", "--silent", "--json", `--outputFile=${output}`);
  const failed = new Map();
  const seen = new Set();
  try {
    for (const file of JSON.parse(readFileSync(output, "utf8")).testResults) {
      if (file.message !== "" && file.assertionResults.length === 0)
        failed.set(file.name, `${file.name} does not load`);
      for (const { ancestorTitles, title, status } of file.assertionResults) {
        const name = `${ancestorTitles[0]}.${title}`;
        seen.add(name);
        if (status !== "passed") failed.set(name, `${name}: ${status}`);
      }
    }
    for (const { name, reason } of list) {
      if (reason === undefined && !seen.has(name)) failed.set(name, `${name} did not run`);
    }
  } catch (error) {
    failed.set("jest", `Jest gave no result: ${error}`);
  }
  if (!ended && failed.size === 0) failed.set("jest", "Jest failed");
  rmSync(work, { recursive: true });
  return failed;
}

function print(all, failed) {
  const rows = [["CPython 3.14.7", "ported", "portable", "total", "not ported"]];
  const groups = Map.groupBy === undefined ? groupByFile(all) : Map.groupBy(all, ({ file }) => file);
  for (const [file, entries] of groups) rows.push(row(file, entries, failed));
  rows.push(row("all", all, failed));
  const widths = rows[0].map((_, column) => Math.max(...rows.map((cells) => String(cells[column]).length)));
  for (const cells of rows) {
    const [name, ...rest] = cells.map((cell, i) =>
      i === 0 ? String(cell).padEnd(widths[i]) : String(cell).padStart(widths[i]),
    );
    console.log([name, ...rest.slice(0, 3), cells[4]].join("  "));
  }
  console.log("\nReasons:");
  for (const [reason, meaning] of Object.entries(reasons)) console.log(`  ${reason.padEnd(18)}  ${meaning}`);
}

function groupByFile(all) {
  const groups = new Map();
  for (const entry of all) groups.set(entry.file, [...(groups.get(entry.file) ?? []), entry]);
  return groups;
}

function row(title, entries, failed) {
  const ported = entries.filter(({ name, reason }) => reason === undefined && !failed.has(name)).length;
  const portable = entries.filter(({ reason }) => reason === undefined || reason === "todo").length;
  const why = Object.keys(reasons)
    .map((reason) => [reason, entries.filter((entry) => entry.reason === reason).length])
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => `${reason} ${count}`);
  return [title, ported, portable, entries.length, why.join(", ")];
}
