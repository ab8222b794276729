// What every observer does: it is given an application's folder, and writes what it saw as JSON, warnings included, into the
// file that the environment names (a pipe may be cut short when the process ends), or prints it.
import { writeFileSync } from "node:fs";
import { format } from "node:util";

/** Runs `look(folder, record)`; `record(...)` takes one thing seen, anything that JSON or `util.format` can show. */
export function observe(look) {
  const seen = [];
  const record = (...words) => void seen.push(words);
  process.on("warning", (warning) => record("warning", warning.name, warning.message));
  process.on("unhandledRejection", (reason) => record("unhandled", format(reason).split("\n")[0]));
  process.on("exit", () => writeFileSync(process.env.OBSERVED ?? 1, JSON.stringify(seen, shown)));
  look(process.argv[2], record).catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
}

function shown(key, value) {
  return value instanceof Error ? String(value) : value;
}
