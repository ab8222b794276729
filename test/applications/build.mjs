// Builds an application: Babel with the presets the application names itself, and, unless it is to stay as it is, this
// project's preset behind them. Nothing else is added; files that are no JavaScript are copied.
//
//   node test/applications/build.mjs native|7|8 APPLICATION...       → test/applications/dist/<variant>/<application>
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { load } from "../babel/babels.mjs";

const here = import.meta.dirname;
const [variant, ...names] = process.argv.slice(2);
const major = variant === "native" ? "7" : variant;
const babel = load(major, "@babel/core");

for (const name of names) {
  const source = join(here, "apps", name);
  const target = join(here, "dist", variant, name);
  rmSync(target, { recursive: true, force: true });
  const own = JSON.parse(readFileSync(join(source, "babel.config.json"), "utf8"));
  const presets = (own.presets ?? []).map(([preset, options]) => [load(major, preset), options]);
  if (variant !== "native") presets.push("tsyncio/babel-preset");
  for (const file of readdirSync(source, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const path = join(file.parentPath ?? file.path, file.name);
    const output = join(target, path.slice(source.length)).replace(/\.jsx$/, ".js");
    mkdirSync(dirname(output), { recursive: true });
    if (!/\.[mc]?jsx?$/.test(file.name)) cpSync(path, output);
    else writeFileSync(output, compile(path, presets));
  }
}

function compile(filename, presets) {
  const { code, ast } = babel.transformSync(readFileSync(filename, "utf8"), {
    filename,
    presets,
    sourceType: "unambiguous",
    configFile: false,
    babelrc: false,
    ast: true,
  });
  if (variant !== "native") {
    babel.types.traverseFast(ast, (node) => {
      if (node.async === true) throw new Error(`${filename}:${node.loc?.start.line}: an async function is left`);
    });
  }
  return code;
}
