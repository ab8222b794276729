// The fenced blocks of the README that tests follow.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./packed.js";

export const readme = readFileSync(join(root, "README.md"), "utf8");

/** The content of the fenced block whose info string is `<language> <name>`, without the list's indentation. */
export function block(name: string): string {
  const found = new RegExp(`^( *)\`\`\`\\w+ ${name}\\n([^]*?)^\\1\`\`\`$`, "m").exec(readme);
  if (!found) throw new Error(`The README has no block named ${name}.`);
  return found[2]!.replaceAll(new RegExp(`^${found[1]!}`, "gm"), "");
}
