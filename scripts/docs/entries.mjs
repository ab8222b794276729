// The entry points a user imports, read off package.json, and the sections their names are listed in.
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** `./abi` is for compiled code alone: its contract is with the compiler. */
const notForUsers = ["./abi", "./package.json"];

/** Where the declarations a package.json names come from. */
const sources = [
  [/^\.\/dist\/(?:cjs|esm)\/(.*)\.d\.ts$/, "runtime/$1.ts"],
  [/^\.\/dist\/((?:transformer|babel-plugin)\/.*)\.d\.ts$/, "$1.ts"],
];

/** @returns `{ name, source }` of each, as `{ name: "tsyncio/testing", source: "runtime/testing/index.ts" }` */
export function publicEntries(project) {
  const { name, exports } = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
  return Object.entries(exports)
    .filter(([subpath]) => !notForUsers.includes(subpath))
    .map(([subpath, target]) => ({ name: name + subpath.slice(1), source: sourceOf(target) }));
}

function sourceOf(target) {
  const { types } = target.types === undefined ? target.import : target;
  const [pattern, replacement] = sources.find(([pattern]) => pattern.test(types));
  return types.replace(pattern, replacement);
}

/**
 * The sections of an entry point: a comment `// Title` stands above the exports of each.
 *
 * @returns `[title, names]` of each section
 */
export function sectionsOf(project, { source }) {
  const [, ...parts] = readFileSync(join(project, source), "utf8").split(/^\/\/ (\w.*)$/m);
  const sections = [];
  for (let i = 0; i < parts.length; i += 2) sections.push([parts[i], exportedNames(parts[i + 1])]);
  return sections;
}

function exportedNames(text) {
  const lists = [...text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].map(([, list]) => list);
  return lists
    .flatMap((list) => list.split(","))
    .map((item) =>
      item
        .trim()
        .replace(/^type /, "")
        .replace(/^.* as /, ""),
    )
    .filter((item) => item !== "");
}
