// TSY1402: a call that blocks the loop, in an async function.
import { expectAtMarks, warningsOf } from "./front-ends.js";

const wrong: Record<string, string> = {
  "a named import": 'import { readFileSync } from "fs"; async function f() { return /*!*/readFileSync("a"); }',
  "from node:fs": 'import { readFileSync } from "node:fs"; async function f() { /*!*/readFileSync("a"); }',
  "under another name": 'import { readFileSync as read } from "fs"; const f = async () => /*!*/read("a");',
  "of a default import": 'import fs from "node:fs"; async function f() { /*!*/fs.statSync("a"); }',
  "of a namespace": 'import * as fs from "node:fs"; async function f() { /*!*/fs.mkdirSync("a"); }',
  "of a namespace's default": 'import * as fs from "fs"; async function f() { /*!*/fs.default.rmSync("a"); }',
  "of a required module": 'const fs = require("fs"); async function f() { /*!*/fs.readdirSync("a"); }',
  "taken out of a required module":
    'const { readdirSync: list } = require("fs"); async function f() { /*!*/list("a"); }',
  "of an awaited import":
    'async function f() { const { existsSync } = await import("fs"); return /*!*/existsSync("a"); }',
  "of import-require": 'import fs = require("fs"); export async function f() { /*!*/fs.unlinkSync("a"); }',
  "a child process":
    'import { execSync, execFileSync, spawnSync } from "node:child_process"; async function f() { /*!*/execSync("a"); /*!*/execFileSync("a"); /*!*/spawnSync("a"); }',
  "Atomics.wait": "async function f(a) { /*!*/Atomics.wait(a, 0, 0); }",
  "a slow hash":
    'import { pbkdf2Sync, scryptSync } from "crypto"; async function f() { /*!*/pbkdf2Sync(); /*!*/scryptSync(); }',
  compression: 'import zlib from "node:zlib"; async function f(b) { return /*!*/zlib.gzipSync(b); }',
  "in a method, a generator, a default":
    'import { readFileSync } from "fs"; class A { async m(a = /*!*/readFileSync("a")) { /*!*/readFileSync("a"); } async *g() { yield /*!*/readFileSync("a"); } }',
  "in parentheses, behind an assertion":
    'import fs from "fs"; async function f() { /*!*/(fs as any).readFileSync("a"); }',
};

test.each(Object.entries(wrong))("%s", (_, text) => {
  expectAtMarks(1402, text);
});

const right: Record<string, string> = {
  "not in an async function":
    'import { readFileSync } from "fs"; readFileSync("a"); function f() { readFileSync("b"); }',
  "in a function inside that is not async":
    'import { readFileSync } from "fs"; async function f() { return () => readFileSync("a"); }',
  "one's own function": 'import "fs"; function readFileSync() {} async function f() { readFileSync(); }',
  "a parameter of that name":
    'import { readFileSync } from "fs"; async function f(readFileSync) { readFileSync("a"); }',
  "a variable of that name":
    'import fs from "fs"; async function f() { const fs = { readFileSync() {} }; fs.readFileSync(); }',
  "of another module": 'import { readFileSync } from "./fs"; async function f() { readFileSync("a"); }',
  "of another object":
    'import fs from "fs"; async function f(memory) { memory.readFileSync("a"); fs.mine.readFileSync(); }',
  "not called": 'import { readFileSync } from "fs"; async function f() { return readFileSync; }',
  "only bound": 'import fs from "fs"; async function f() { return fs.readFileSync.bind(fs); }',
  "a class": 'import { ExampleSync } from "fs"; async function f() { return new ExampleSync(); }',
  "the asynchronous one":
    'import fs from "fs"; async function f() { await fs.promises.readFile("a"); fs.readFile("a", f); }',
  "a quick one":
    'import { randomFillSync, createHash } from "crypto"; async function f(b) { randomFillSync(b); createHash("a"); }',
  "a name that is assigned to": 'let fs = require("fs"); fs = memory; async function f() { fs.readFileSync("a"); }',
  "Atomics of one's own": "async function f(Atomics) { Atomics.wait(); } async function g() { Atomics.waitAsync(); }",
  "a function left alone":
    'import { readFileSync } from "fs"; async function f() { "use native async"; readFileSync("a"); }',
  "a type": 'import type { readFileSync } from "fs"; async function f(g: typeof readFileSync) { g("a"); }',
};

test.each(Object.entries(right))("no warning: %s", (_, text) => {
  expectAtMarks(1402, text);
});

test.each([
  ["fs", "readFileSync", "await fs.promises.readFile(…)"],
  ["fs", "existsSync", "try { await fs.promises.access(…); } catch { /* it is missing */ }"],
  ["fs", "fsyncSync", "await fileHandle.sync(…)"],
  ["child_process", "execSync", "await promisify(exec)(…)"],
  ["child_process", "spawnSync", 'await once(spawn(…), "close")'],
  ["crypto", "scryptSync", "await promisify(scrypt)(…)"],
  ["zlib", "gunzipSync", "await promisify(gunzip)(…)"],
])("%s: instead of %s", (module, name, instead) => {
  expect(warningsOf(`import { ${name} } from "node:${module}";\nasync function f() {\n  ${name}();\n}`)).toEqual([
    `3:3 TSY1402: \`${name}\` blocks the loop: no other task runs until it is done. Write \`${instead}\`.`,
  ]);
});
