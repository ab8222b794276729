// Loads fixtures that Babel compiled, in this process.
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { require } from "../language/typescript-hook.mjs";
import { compile } from "./compile.mjs";

const { fixturesFolder } = require("./load.ts");
const abi = require("../../runtime/abi.ts");

/** Loads the fixture files of one variant, each once. */
export class Loader {
  #loaded = new Map();
  #compile;
  #name;

  constructor(major, variant, settings) {
    this.#compile = (file) => compile(major, file, variant, settings);
    this.#name = `babel-${major}-${variant.name.replaceAll(/\W+/g, "-")}`;
  }

  load(file) {
    return this.#module(file).exports;
  }

  #module(file) {
    const known = this.#loaded.get(file);
    if (known !== undefined) return known;
    const module = { exports: {} };
    this.#loaded.set(file, module);
    const fileName = join(fixturesFolder, file);
    const body = `${this.#compile(file)}\n//# sourceURL=${fileName}?${this.#name}`;
    // A fixture in sloppy mode must stay so: the function constructor adds no directive.
    const run = new Function("exports", "require", "module", "__filename", body);
    run.call(module.exports, module.exports, this.#require(fileName), module, fileName);
    return module;
  }

  #require(from) {
    const builtIn = createRequire(from);
    return (specifier) => {
      if (specifier === "tsyncio/abi") return abi;
      if (!specifier.startsWith(".")) return builtIn(specifier);
      const file = relative(fixturesFolder, resolve(dirname(from), specifier)).replaceAll("\\", "/");
      return this.#module(/\.\w+$/.test(file) ? file.replace(/\.js$/, ".ts") : `${file}.ts`).exports;
    };
  }
}
