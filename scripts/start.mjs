// `npm start`: builds the package, compiles the samples with the real compiler driver (tspc, the transformer
// named under "plugins" in samples/tsconfig.json) and runs breakfast.
import { bin, node } from "./lib.mjs";

const done =
  node("scripts/build.mjs") &&
  node(bin("ts-patch", "tspc"), "-p", "samples/tsconfig.json") &&
  node("samples/dist/breakfast.js", ...process.argv.slice(2));
process.exit(done ? 0 : 1);
