// `npm run inspect -- samples/breakfast.ts [--ir]`: what a file compiles to, with the compiler as it is now.
import { node } from "./lib.mjs";

const done =
  node("scripts/build.mjs", "transformer") &&
  node("dist/transformer/cli/index.js", "inspect", ...process.argv.slice(2));
process.exit(done ? 0 : 1);
