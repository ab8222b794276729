/**
 * What differs from native promises and needs a process of its own to be seen: failures nobody looked at, and the tools
 * that look into a process. Items of docs/coming-from-promises.md, as in coming-from-promises.test.ts.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { compileSource } from "../../transformer/typescript/compile.js";

let folder: string;

beforeAll(() => {
  const cache = path.resolve("node_modules/.cache");
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(path.join(cache, "tsyncio-coming-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

type Way = "native" | "compiled";

/**
 * Runs `observer` (CommonJS, uncompiled) after a program that is left alone or compiled, whose exports are `program`.
 * Answers what was logged with `log(...)`.
 */
function observed(way: Way, program: string, observer: string): unknown[] {
  const source = way === "native" ? `"use native async";\n${program}` : `\n${program}`;
  const { code } = compileSource(ts, source, { module: "commonjs", fileName: "program.ts", projectDirectory: "." });
  writeFileSync(path.join(folder, "program.cjs"), code);
  const file = path.join(folder, "observer.cjs");
  const log = `const seen = []; const log = (...words) => seen.push(words.length > 1 ? words : words[0]);
    process.on("exit", () => require("node:fs").writeSync(1, JSON.stringify(seen)));`;
  writeFileSync(file, `${log}\n${observer}`);
  const { stdout, stderr, status } = spawnSync(process.execPath, [file], { encoding: "utf8" });
  if (status !== 0) throw new Error(stdout + stderr);
  return JSON.parse(stdout) as unknown[];
}

describe("errors", () => {
  test("A failure nobody looked at is reported as in Node, with the task as the promise", () => {
    const program = 'export async function fails() { await null; throw new Error("no"); }';
    const observer = `
      process.on("unhandledRejection", (reason, promise) => log("unhandled", reason.message, promise === failed));
      process.on("rejectionHandled", () => log("handled after all"));
      const failed = require("./program.cjs").fails();
      setTimeout(() => failed.catch(() => log("caught late")), 5);`;
    const expected = [["unhandled", "no", true], "caught late", "handled after all"];
    expect(observed("native", program, observer)).toEqual(expected);
    expect(observed("compiled", program, observer)).toEqual(expected);
  });
});

describe("tools", () => {
  test("`async_hooks` sees no promises", () => {
    const program = "export async function work() { for (let n = 0; n < 100; n++) await n; }";
    const observer = `
      let promises = 0;
      const hooks = require("node:async_hooks").createHook({ init(id, type) { if (type === "PROMISE") promises++; } });
      const { work } = require("./program.cjs");
      hooks.enable();
      work().then(() => { hooks.disable(); log(promises); });`;
    expect(observed("native", program, observer)[0]).toBeGreaterThan(100);
    expect(observed("compiled", program, observer)).toEqual([0]);
  });

  test("`tracePromise` of `diagnostics_channel` takes a task from Node 26 on; before, it needs `toNative`", () => {
    const program = `
      import { toNative } from "tsyncio";
      export async function work(a) { await null; return a + 1; }
      export const converted = (a) => toNative(work(a));`;
    const observer = `
      const channel = require("node:diagnostics_channel").tracingChannel("work");
      const tell = (name) => ({ result }) => log(name, result ?? null);
      channel.subscribe({ start: tell("start"), end: tell("end"), asyncStart: tell("asyncStart"), asyncEnd: tell("asyncEnd") });
      const trace = (fn) => channel.tracePromise(fn, {}, null, 1);
      const { work, converted } = require("./program.cjs");
      (async () => {
        try { log(await trace(work)); } catch (error) { log(error.name); }
        log(await trace(converted));
      })();`;
    const called = [
      ["start", null],
      ["end", null],
    ];
    const traced = [...called, ["asyncStart", 2], ["asyncEnd", 2], 2];
    const takesTasks = Number(process.versions.node.split(".")[0]) >= 26;
    expect(observed("native", program, observer)).toEqual([...traced, ...traced]);
    expect(observed("compiled", program, observer)).toEqual([
      ...(takesTasks ? traced : [...called, "TypeError"]),
      ...traced,
    ]);
  });

  test("A debugger shows the function by its name, and behind it who asked for the loop's turn instead of who awaits", () => {
    const program = `
      async function other() { await null; }
      async function inner() { await null; debugger; }
      async function outer() { await inner(); }
      export async function main() { return Promise.all([other(), outer()]); }`;
    const observer = `
      const { Session } = require("node:inspector");
      const session = new Session();
      session.connect();
      session.on("Debugger.paused", ({ params: { callFrames, asyncStackTrace } }) => {
        const behind = asyncStackTrace.callFrames.map(({ functionName }) => functionName);
        log(callFrames[0].functionName.replace("$step", ""), ["outer", "other"].filter((name) => behind.includes(name)));
      });
      session.post("Debugger.enable");
      session.post("Debugger.setAsyncCallStackDepth", { maxDepth: 10 });
      require("./program.cjs").main();`;
    expect(observed("native", program, observer)).toEqual([["inner", ["outer"]]]);
    expect(observed("compiled", program, observer)).toEqual([["inner", ["other"]]]);
  });

  test("`currentTask().stack()` tells who awaits at any time", () => {
    const program = `
      import { currentTask } from "tsyncio";
      async function inner() { await null; return currentTask().stack().map(({ name }) => name); }
      export async function outer() { return await inner(); }`;
    const observer = 'require("./program.cjs").outer().then(log);';
    expect(observed("compiled", program, observer)).toEqual([["inner", "outer"]]);
  });
});
