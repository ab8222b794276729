// Every link of the README and of docs/ leads somewhere: to a file that exists and, behind a `#`, to a heading (or anchor)
// of it, as forges name them.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const root = join(__dirname, "../..");
const inDocs = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" });
const pages = ["README.md", ...inDocs.filter((name) => name.endsWith(".md")).map((name) => join("docs", name))];

const withoutCode = (text: string): string => text.replace(/^( *)```[^]*?^\1```$/gm, "");

/** The names that a link to the page may end in. A second heading of the same name gets a number. */
function anchorsOf(text: string): Set<string> {
  const anchors = new Set([...text.matchAll(/<a id="([^"]+)"/g)].map(([, id]) => id!));
  const counts = new Map<string, number>();
  for (const [, title] of withoutCode(text).matchAll(/^#+ (.*)$/gm)) {
    const name = title!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, "")
      .replaceAll(" ", "-");
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    anchors.add(count === 0 ? name : `${name}-${count}`);
  }
  return anchors;
}

/** The links of a page that lead nowhere. */
function deadLinks(page: string, text: string): string[] {
  const links = [
    ...withoutCode(text)
      .replace(/`[^`\n]*`/g, "")
      .matchAll(/\]\(([^)\s]+)\)/g),
  ].map(([, target]) => target!);
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [path, anchor] = link.split("#");
    const file = path === "" ? join(root, page) : join(root, dirname(page), path!);
    if (!existsSync(file)) return true;
    if (anchor === undefined || statSync(file).isDirectory() || !file.endsWith(".md")) return false;
    const target = relative(root, file) === page ? text : readFileSync(file, "utf8");
    return !anchorsOf(target).has(anchor);
  });
}

test.each(pages)("%s has no dead links", (page) => {
  expect(deadLinks(page, readFileSync(join(root, page), "utf8"))).toEqual([]);
});

test("a dead link is found", () => {
  const text =
    "# A `b` title\n\n[a](#a-b-title) [b](#b) [c](docs/diagnostics.md) [d](docs/nothing.md) [e](docs/diagnostics.md#no)";
  expect(deadLinks("README.md", text)).toEqual(["#b", "docs/nothing.md", "docs/diagnostics.md#no"]);
});
