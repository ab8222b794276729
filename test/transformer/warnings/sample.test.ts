// A sample that is wrong on purpose, compiled by the real driver: each mistake is told of where it stands, while compiling
// and, in virtual time, while running.
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "../../..");
const sample = "samples/wrong-on-purpose.ts";
const config = "samples/tsconfig.wrong-on-purpose.json";
const compiled = "samples/dist/wrong-on-purpose.js";
const lines = readFileSync(join(root, sample), "utf8").split("\n");

/** The line of the sample, from 1, that holds this text. */
const lineOf = (text: string): number => lines.findIndex((line) => line.includes(text)) + 1;

function node(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
}

let compiling: ReturnType<typeof node>;
let running: ReturnType<typeof node>;

beforeAll(() => {
  rmSync(join(root, compiled), { force: true });
  compiling = node("node_modules/ts-patch/bin/tspc.js", "-p", config, "--noEmitOnError");
  running = node(compiled);
}, 60_000);

test("warnings fail no build", () => {
  expect(compiling).toMatchObject({ status: 0, stdout: "" });
  expect(running.status).toBe(0);
});

test("the command in its first lines is the one that is tested", () => {
  expect(lines).toContain(`//   npx tspc -p ${config} && node ${compiled}`);
});

test("it prints what is expected", () => {
  expect(running.stdout + running.stderr).toBe(readFileSync(join(__dirname, "sample.txt"), "utf8"));
});

test("the compiler names the place of each mistake, and nothing else", () => {
  const found = [...compiling.stderr.matchAll(/^(\S+)\((\d+),(\d+)\): warning (TSY\d+): .*$/gm)];
  const told = found.map(([, file, line, column, code]) => [
    file,
    Number(line),
    lines[Number(line) - 1]!.slice(Number(column) - 1),
    code,
  ]);
  const marked = lines.flatMap((text, index) => {
    const [, code] = /\/\/ (TSY\d+):/.exec(text) ?? [];
    return code === undefined ? [] : [[sample, index + 1, expect.any(String), code]];
  });
  expect(told).toEqual(marked);
  expect(compiling.stderr.trimEnd().split("\n")).toHaveLength(found.length);
  expect(told.map(([, , text]) => /^[\w ]+/.exec(String(text))?.[0])).toEqual([
    "note",
    "existsSync",
    "cook",
    "return ",
    "await orders",
  ]);
});

test("a blocking call is named at its line", () => {
  expect(compiling.stderr).toContain(
    `${sample}(${lineOf('existsSync("samples")')},7): warning TSY1402: \`existsSync\` blocks`,
  );
});

test("the step that was slow is named between its awaits", () => {
  const [, ...places] =
    /took 2000 ms in one step, from open \(\S+?:(\d+):3\) to open \(\S+?:(\d+):3\)/.exec(running.stderr) ?? [];
  const [from = 0, to = 0] = places.map(Number);
  expect(lines.slice(from - 1, to).map((line) => line.trim())).toEqual([
    "await sleep(10);",
    expect.stringContaining("existsSync"),
    "compute(2000);",
    "await sleep(10);",
  ]);
});

test("a coroutine that was never awaited is named: its call by the compiler, its function by the loop", () => {
  expect(compiling.stderr).toContain(
    `${sample}(${lineOf('note("open")')},3): warning TSY1401: \`note(…)\` is never awaited`,
  );
  expect(running.stderr).toContain(`coroutine note (${sample}:${lineOf("function note")}:1) was never awaited`);
  expect(running.stdout).not.toContain("noted");
});
