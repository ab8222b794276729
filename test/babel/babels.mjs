// The two Babels. Version 8 cannot stand beside version 7 in one node_modules, so it has a folder of its own:
//
//   npm ci --prefix test/babel/babel-8
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const folders = { 7: resolve("."), 8: resolve("test/babel/babel-8") };

/** Loads a package of one major version. Version 8 is ES modules only, which Jest cannot load: use a child process. */
export function load(major, name) {
  const loaded = createRequire(join(folders[major], "package.json"))(name);
  return loaded.default ?? loaded;
}
