// The project's own programs. What is meant to run well has no warning; what the fixtures do wrong, because the language
// allows it, is listed in fixtures.txt, every line of it reviewed (test/babel/warnings.test.ts: by Babel too). After a wanted change:
//
//   UPDATE=1 npx jest test/transformer/warnings/repository        (and read the difference)
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { byTypeScript, coroutines } from "./front-ends.js";

const root = resolve(__dirname, "../../..");
const list = join(__dirname, "fixtures.txt");

function files(folder: string, pattern: RegExp): string[] {
  return (readdirSync(join(root, folder), { recursive: true }) as string[])
    .map((file) => `${folder}/${file.replaceAll("\\", "/")}`)
    .filter((file) => pattern.test(file) && !/\/(dist|node_modules)\//.test(file))
    .filter((file) => readFileSync(join(root, file), "utf8").includes("async"))
    .sort();
}

const own = ["samples", "runtime", "transformer", "babel-plugin"].flatMap((folder) => files(folder, /\.ts$/));
const isWarning = (each: string): boolean => /^\d+:\d+ TSY14/.test(each);

// Every rule holds for coroutines; some say nothing about tasks.
test("no warning in what is ours", () => {
  const found = own
    .filter((file) => !file.includes("wrong-on-purpose"))
    .flatMap((file) =>
      byTypeScript(readFileSync(join(root, file), "utf8"), coroutines)
        .found.filter(isWarning)
        .map((each) => `${file}:${each}`),
    );
  expect(own.length).toBeGreaterThan(50);
  expect(found).toEqual([]);
}, 60_000);

test("what the fixtures do wrong", () => {
  const found: string[] = [];
  for (const file of files("test/fixtures", /\.ts$/)) {
    const text = readFileSync(join(root, file), "utf8");
    const warnings = byTypeScript(text, coroutines).found.filter(isWarning);
    for (const warning of warnings) {
      const [, line = "", code] = /^(\d+):\d+ (TSY\d+)/.exec(warning) ?? [];
      found.push(`${file} ${code}: ${text.split("\n")[Number(line) - 1]!.trim()}`);
    }
  }
  if (process.env["UPDATE"]) writeFileSync(list, `${found.join("\n")}\n`);
  expect(found).toEqual(readFileSync(list, "utf8").trim().split("\n"));
}, 60_000);
