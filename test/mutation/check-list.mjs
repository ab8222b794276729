// Prints what is wrong with the mutation list: a text that does not occur exactly once, a file of rules without a
// mutation. Prints nothing when all is well.
import { readFileSync, readdirSync } from "node:fs";
import { mutate, mutations } from "./mutations.mjs";

/** Files in which no rule of the language can be broken: types, errors, refusals and warnings, texts for people, the way in. */
const withoutRules = new Set(
  `core/dialect core/errors core/file-visitor core/ir core/print core/unsupported
   typescript/bound-in-class typescript/comments typescript/comment-places typescript/compile typescript/dialect typescript/file-directives typescript/file-names
   typescript/host-diagnostics typescript/host-node typescript/imported-names typescript/imports typescript/internals
   typescript/keepers typescript/places
   typescript/plugin typescript/syntax typescript/transform-file typescript/traverse typescript/unique-names
   typescript/walk-jsx typescript/catch-clauses`.split(/\s+/),
);

for (const mutation of mutations) {
  try {
    mutate(readFileSync(mutation.file, "utf8"), mutation);
  } catch (error) {
    console.log(`${mutation.file}: ${mutation.rule}: ${error.message}`);
  }
}
const mutated = new Set(mutations.map(({ file }) => file));
for (const folder of ["core", "typescript"]) {
  for (const name of readdirSync(`transformer/${folder}`)) {
    const file = `transformer/${folder}/${name}`;
    if (!name.endsWith(".ts") || withoutRules.has(`${folder}/${name.slice(0, -3)}`)) continue;
    if (!mutated.has(file)) console.log(`${file}: no mutation breaks a rule of it`);
  }
}
