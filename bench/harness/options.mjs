// The command line of `npm run bench`.
import { parseArgs } from "node:util";

const usage = `npm run bench [-- compiler | profile] [options]

  --quick              smaller sizes, shorter rounds: an impression in a minute or two
  --only a,b           only these workloads
  --contenders a,b     only these contenders (with "exact", "relaxed" and "coroutine" being ours)
  --node PATH          measures on another Node
  --rounds N           interleaved rounds; 9 (7 with --quick)
  --budget MS          how long a contender runs in a round; 60 (25 with --quick)
  --warm-up MS         how long each process runs before its first round; 300 (100 with --quick)
  --base CHECKOUT      ours a second time, from the build in another checkout (as "exact@base" …)
  --checkout CHECKOUT  measures that checkout's build instead of this one's
  --json FILE          where the figures go; bench/dist/results.json`;

const list = (text) => text?.split(",").filter((name) => name !== "");

export function readOptions(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      quick: { type: "boolean", default: false },
      only: { type: "string" },
      contenders: { type: "string" },
      node: { type: "string", default: process.execPath },
      rounds: { type: "string" },
      budget: { type: "string" },
      "warm-up": { type: "string" },
      base: { type: "string" },
      checkout: { type: "string" },
      json: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    process.exit(0);
  }
  return {
    ...values,
    what: positionals[0] ?? "workloads",
    only: list(values.only),
    contenders: list(values.contenders),
    rounds: Number(values.rounds ?? (values.quick ? 7 : 9)),
    budget: Number(values.budget ?? (values.quick ? 25 : 60)),
    warmUp: Number(values["warm-up"] ?? (values.quick ? 100 : 300)),
    // Of each contender with each workload, unless the workload says otherwise.
    processes: values.quick ? 1 : 3,
  };
}

/** The entries with these names. @throws for a name that is none */
export function select(entries, names) {
  if (names === undefined) return entries;
  const known = entries.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`There is no "${unknown.join('", "')}"; there are: ${known.join(", ")}.`);
  return entries.filter(({ name }) => names.includes(name));
}
