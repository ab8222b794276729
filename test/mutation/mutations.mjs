// The committed list of mutations: rules/*.txt, every rule of the compiler and how to break it.
//
//     ## transformer/core/spill.ts
//
//     operands after the last suspension stay as written
//     - if (index > last) return null;
//     + if (index > last) return this.save(host(slot.node), "value");
//
// The lines with "-" are found in the file, once, however they are laid out there (white space and trailing commas
// are the formatter's); those with "+" take their place. Without a "+" they are left out.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("rules", import.meta.url));

/** Every mutation, as { file, rule, find, replace }. */
export const mutations = readdirSync(folder)
  .sort()
  .flatMap((name) => parse(readFileSync(join(folder, name), "utf8")));

function parse(text) {
  const [, ...files] = text.split(/^## /m);
  return files.flatMap((part) => {
    const [file, ...blocks] = part.trim().split(/\n\n+/);
    return blocks.map((block) => {
      const [rule, ...lines] = block.split("\n");
      const having = (sign) => lines.filter((line) => line.startsWith(sign)).map((line) => line.slice(2));
      return { file, rule, find: having("-").join("\n"), replace: having("+").join("\n") };
    });
  });
}

/**
 * The text with the mutation in it.
 *
 * @throws {Error} when what is to be found does not occur exactly once.
 */
export function mutate(text, { find, replace }) {
  const found = [...text.matchAll(layoutBlind(find))];
  if (found.length !== 1) throw new Error(`its text occurs ${found.length} times: ${find}`);
  const [{ index, 0: old }] = found;
  return text.slice(0, index) + replace + text.slice(index + old.length);
}

function layoutBlind(find) {
  const tokens = find.match(/"[^"\n]*"|'[^'\n]*'|`[^`\n]*`|[\w$]+|[^\s\w]/g) ?? [];
  const patterns = tokens.map((token) => {
    const escaped = token.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return /^[)\]}]$/.test(token) ? `,?\\s*${escaped}` : escaped;
  });
  return new RegExp(patterns.join("\\s*"), "g");
}
