// What every observer does: it is given an application's folder, and prints what it saw as JSON, warnings included.
import { format } from "node:util";

/** Runs `look(folder, record)`; `record(...)` takes one thing seen, anything that JSON or `util.format` can show. */
export function observe(look) {
  const seen = [];
  const record = (...words) => void seen.push(words);
  process.on("warning", (warning) => record("warning", warning.name, warning.message));
  process.on("unhandledRejection", (reason) => record("unhandled", format(reason).split("\n")[0]));
  process.on("exit", () => process.stdout.write(JSON.stringify(seen, shown)));
  look(process.argv[2], record).catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
}

function shown(key, value) {
  return value instanceof Error ? String(value) : value;
}
