// What a mutation is, and how it is applied.

/** Shorthand of the lists: a file and its broken rules, as [rule, find, replace]. `find` occurs once. */
export function breaking(file, rules) {
  return rules.map(([rule, find, replace]) => ({ file, rule, find, replace }));
}

/**
 * The text with the mutation in it. What is to be found may be laid out differently in the file: white space and
 * trailing commas are the formatter's.
 *
 * @throws {Error} when it does not occur exactly once.
 */
export function mutate(text, { find, replace }) {
  const found = [...text.matchAll(layoutBlind(find))];
  if (found.length !== 1) throw new Error(`"find" occurs ${found.length} times: ${find}`);
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
