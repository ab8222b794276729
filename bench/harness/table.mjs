// Tables as Markdown, so that what is printed can stand in README.md.
export function table(head, rows) {
  const all = [head, ...rows].map((row) => row.map((cell) => String(cell ?? "–")));
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const line = (row, pad) => `| ${row.map((cell, column) => pad(cell, column)).join(" | ")} |`;
  const cellOf = (cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]));
  const ruler = widths.map((width, column) => (column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`));
  return [line(all[0], cellOf), `| ${ruler.join(" | ")} |`, ...all.slice(1).map((row) => line(row, cellOf))].join("\n");
}

/** Three significant digits, no exponent. */
export function short(value) {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

export function withSpread(found) {
  return found === undefined ? undefined : `${short(found.value)} ±${Math.round(found.spread * 100)}%`;
}
