// Compiles large and deeply nested files; prints for each whether it went well, as JSON.
//
//   node test/babel/large-child.mjs 7|8
import { require } from "../language/typescript-hook.mjs";
import { load } from "./babels.mjs";

const { createPlugin } = require("../../babel-plugin/plugin.ts");
const [major] = process.argv.slice(2);
const functionText = (n) =>
  `async function f${n}(a) {\n  const x = await g(a);\n  for (const y of x) await y;\n  return x;\n}\n`;

const files = {
  "5,000 lines with 1,000 async functions": Array.from({ length: 1000 }, (_, n) => functionText(n)).join(""),
  "a sum of 1,000 awaits": `async function f() { return ${Array(1000).fill("await x").join(" + ")}; }`,
};

const results = Object.entries(files).map(([name, text]) => {
  const settings = {
    filename: "/work/a.js",
    configFile: false,
    babelrc: false,
    compact: false,
    plugins: [createPlugin()],
  };
  try {
    const { code } = load(major, "@babel/core").transformSync(text, settings);
    return { name, problem: /\basync\b/.test(code) ? "not compiled" : null };
  } catch (error) {
    return { name, problem: error.message };
  }
});
process.stdout.write(JSON.stringify(results));
