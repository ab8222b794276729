// Compiles one program with every order of plugins and presets and runs it; prints what each run did as JSON.
//
//   node test/babel/ordering-child.mjs 7|8
import { require } from "../language/typescript-hook.mjs";
import { load } from "./babels.mjs";

const abi = require("../../runtime/abi.ts");
const { createPlugin } = require("../../babel-plugin/plugin.ts");

const [major] = process.argv.slice(2);
const babel = load(major, "@babel/core");
const plugin = createPlugin();
const preset = () => ({ plugins: [plugin] });

/** Every kind of async function; `T` stands for a type annotation. */
const program = (T) => `
const log${T("string[]")} = [];
const say = (text${T("string")}) => { log.push(text); };
async function declared(x${T("number")}) { say("declared"); return (await x) + 1; }
const arrow = async (x${T("number")}) => { await null; say("arrow"); return x; };
async function* generated() { for (let i = 0; i < 3; i++) { yield await i; } }
class Counter {
  #count = 0;
  field = async () => this.#count;
  async #step() { this.#count += await 1; return this.#count; }
  static async of(n${T("number")}) { const counter = new Counter(); for (let i = 0; i < n; i++) await counter.#step(); return counter; }
  async *each() { yield* generated(); yield await this.field(); }
}
const object = { async method({ a, b = a }${T("{ a: number, b?: number }")}, ...rest${T("number[]")}) { const { x, ...others } = { x: await a, y: b, rest }; return [x, others]; } };
export async function main()${T("Promise<unknown>")} {
  const seen${T("unknown[]")} = [];
  for await (const item of (await Counter.of(2)).each()) seen.push(item);
  try { await Promise.reject(new Error("no")); } catch (error) { say("caught"); } finally { await null; say("finally"); }
  const both = await Promise.all([declared(1), arrow(2)]);
  return JSON.stringify([seen, both, await object.method({ a: 1 }, 2, 3), log]);
}
`;

const language = { typescript: program((type) => `: ${type}`), javascript: program(() => "") };
const results = [];
for (const [name, text] of Object.entries(language)) {
  for (const targets of [null, { node: "current" }, { ie: "11" }]) {
    for (const place of ["plugin first", "plugin last", "preset first", "preset between", "preset last"]) {
      results.push({
        name: `${name}, preset-env ${JSON.stringify(targets)}, ${place}`,
        ...(await outcome(name, text, targets, place)),
      });
    }
  }
}
process.stdout.write(JSON.stringify(results));

async function outcome(name, text, targets, place) {
  const env = targets === null ? null : [load(major, "@babel/preset-env"), { targets, modules: false }];
  const typescript = name === "typescript" ? load(major, "@babel/preset-typescript") : null;
  const presets = {
    "preset first": [preset, env, typescript],
    "preset between": [env, preset, typescript],
    "preset last": [env, typescript, preset],
  }[place] ?? [env, typescript];
  // Another plugin that takes async functions apart, before this project's or after it.
  const rival = load(major, "@babel/plugin-transform-async-generator-functions");
  const plugins = { "plugin first": [plugin, rival], "plugin last": [rival, plugin] }[place] ?? [];
  const { code } = babel.transformSync(text, {
    filename: `/work/program.${name === "typescript" ? "ts" : "js"}`,
    configFile: false,
    babelrc: false,
    plugins: [...plugins, load(major, "@babel/plugin-transform-modules-commonjs")],
    presets: presets.filter((each) => each !== null),
  });
  const isOurs = !/\basync\b|regenerator|asyncToGenerator|wrapAsyncGenerator/i.test(code);
  const module = { exports: {} };
  new Function("exports", "require", code)(module.exports, (name) => (name === "tsyncio/abi" ? abi : require(name)));
  return { isOurs, result: await module.exports.main() };
}
