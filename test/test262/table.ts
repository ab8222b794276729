/** A run as text: one row for each folder, and the totals. */
import type { Result } from "./deviations.js";
import { rowOf } from "./test-file.js";

interface Row {
  readonly label: string;
  passed: number;
  counted: number;
}

/** @returns the table; files that fail natively are not counted in it */
export function table(results: readonly Result[]): string {
  const rows = new Map<string, Row>();
  const promises = row("built-ins/Promise");
  const others = row("the rest of the set");
  const total = row("total");
  for (const { name, native, failures } of results) {
    if (!native) continue;
    const label = rowOf(name);
    if (!rows.has(label)) rows.set(label, row(label));
    const group = label === promises.label ? promises : others;
    for (const each of [rows.get(label)!, group, total]) {
      each.counted++;
      if (failures.length === 0) each.passed++;
    }
  }
  const folders = [...rows.values()].sort((a, b) => (a.label < b.label ? -1 : 1)).map(line);
  const rule = "-".repeat(Math.max(...[total, ...rows.values()].map((each) => line(each).length)));
  return [...folders, rule, line(others), line(promises), line(total)].join("\n");
}

function row(label: string): Row {
  return { label, passed: 0, counted: 0 };
}

function line({ label, passed, counted }: Row): string {
  const share = counted === 0 ? "-" : `${((100 * passed) / counted).toFixed(2)}%`;
  return `${label.padEnd(48)} ${String(passed).padStart(5)} of ${String(counted).padStart(5)}  ${share.padStart(7)}`;
}
