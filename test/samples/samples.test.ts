// Every sample, compiled by the real driver (tspc with the transformer under "plugins") with either kind of async
// function, prints what expected/ says; its compiled text is what snapshots/ says. (What is wrong on purpose is tested with
// the warnings.) After a wanted change:
//
//   UPDATE=1 npx jest test/samples        (and read the difference)
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";

const root = resolve(__dirname, "../..");
const samples = readdirSync(join(root, "samples"))
  .filter((file) => file.endsWith(".ts") && file !== "wrong-on-purpose.ts")
  .map((file) => basename(file, ".ts"));

const kinds = [
  { kind: "task", config: "samples/tsconfig.json", folder: "samples/dist" },
  { kind: "coroutine", config: "samples/tsconfig.coroutine.json", folder: "samples/dist/coroutine" },
];

describe.each(kinds)('compiled with returns: "$kind"', ({ kind, config, folder }) => {
  const compiled = (sample: string): string => `${folder}/${sample}.js`;

  let said: string;

  beforeAll(() => {
    for (const sample of samples) rmSync(join(root, compiled(sample)), { force: true });
    const { status, output } = node("node_modules/ts-patch/bin/tspc.js", "-p", config);
    if (status !== 0) throw new Error(output);
    said = output;
  }, 60_000);

  test("the compiler warns of nothing", () => {
    expect(said).toBe("");
  });

  test.each(samples)("%s prints what is expected", (sample) => {
    const { status, output } = node(compiled(sample));
    expect(steady(output)).toBe(expected(sample, kind));
    expect(status).toBe(0);
  });

  test("breakfast under simulated time prints the same, and waits for no timer", () => {
    const { output } = node("--require", join(__dirname, "no-timers.cjs"), compiled("breakfast"), "--simulated");
    expect(steady(output)).toBe(expected("breakfast", kind));
  });

  test.each(["lost-update", "two-locks", "missed-notification"])("%s plays a printed schedule back", (sample) => {
    const [schedule] = /tsyncio-schedule:\S+/.exec(expected(sample, kind)) ?? [];
    const { status, output } = node(compiled(sample), String(schedule));
    const [, failure] = /^(?:played back: )?(\w*Error: .*)$/m.exec(expected(sample, kind)) ?? [];
    expect(output).toContain(failure);
    expect(status).toBe(0);
  });

  test.each(samples)("the compiled text of %s is the reviewed one", (sample) => {
    const snapshot = join(__dirname, "snapshots", `${sample}.${kind}.js`);
    const text = readFileSync(join(root, compiled(sample)), "utf8");
    if (process.env["UPDATE"]) writeFileSync(snapshot, text);
    expect(text).toBe(existsSync(snapshot) ? readFileSync(snapshot, "utf8") : "(no snapshot yet)");
  });
});

/** One text for both kinds, unless it shows in what order things happened. */
function expected(sample: string, kind: string): string {
  const own = join(__dirname, "expected", `${sample}.${kind}.txt`);
  return readFileSync(existsSync(own) ? own : join(__dirname, "expected", `${sample}.txt`), "utf8");
}

/** Real time is not exact to the hundredth of a second; a warning of Node's holds the number of the process. */
function steady(output: string): string {
  return output
    .replace(/Finished in 2\.0\d seconds/, "Finished in 2.0x seconds")
    .replace(/\(node:\d+\) TsyncioWarning/, "(node) TsyncioWarning")
    .replace(/\(Use `node .*\)\n/, "")
    .replace(/Task-\d+ \(report\) took 2\d{3} ms/, "Task-2 (report) took 2xxx ms");
}

function node(script: string, ...args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    cwd: root,
    encoding: "utf8",
  });
  return { status, output: stdout + stderr };
}
