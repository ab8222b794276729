/** The page for those who come from native promises: every item has the test that shows it, and every such test its item. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const page = readFileSync("docs/coming-from-promises.md", "utf8");
const items = [...page.matchAll(/^### (.*)$/gm)].map(([, heading]) => heading!);
const files = readdirSync(__dirname).filter((file) => /^coming-from-promises.*\.test\.ts$/.test(file));
const tests = files
  .filter((file) => file !== path.basename(__filename))
  .flatMap((file) => [...readFileSync(path.join(__dirname, file), "utf8").matchAll(/^ {2}test\(\s*"(.*)",/gm)])
  .map(([, name]) => name!);

test("each item is the name of a test, each test an item", () => {
  expect(items.length).toBeGreaterThan(20);
  expect(new Set(items).size).toBe(items.length);
  expect([...tests].sort()).toEqual([...items].sort());
});

test("the page names the files the tests are in, and the README leads to the page", () => {
  for (const file of files.filter((name) => name !== path.basename(__filename))) expect(page).toContain(`/${file})`);
  expect(readFileSync("README.md", "utf8")).toContain("](docs/coming-from-promises.md)");
});
