// How good are the random programs at finding mistakes? Breaks the compiler one rule at a time (test/mutation/rules)
// and looks whether one of the first programs of a seed differs.
//
//   node test/fuzz/power.mjs [--programs 2000] [--seed 1] [--every 30] [--offset 0] [-- <part of a rule or file> ...]
//
// Every 30th rule is broken. Programs that differ without a mutation are left out.
import { fork } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { forget, replacements, require } from "../language/typescript-hook.mjs";
import { mutate, mutations } from "../mutation/mutations.mjs";

const mode = { frontend: "typescript", returns: "task", order: "exact" };
/** Milliseconds for one program. */
const patience = 120_000;

/** In a process of its own, because a broken compiler may never come back: which program differs first? */
async function look({ mutation, seed, programs, leftOut }) {
  if (mutation !== null) {
    const fileName = resolve(mutation.file);
    replacements.set(fileName, mutate(readFileSync(fileName, "utf8"), mutation));
    forget((name) => name.startsWith(resolve("transformer")));
  }
  const { differs } = require("../fuzz/search.ts");
  const found = [];
  for (let program = 0; program < programs; program++) {
    process.send({ at: program });
    if (leftOut.includes(program) || !(await differs(seed, program, mode))) continue;
    found.push(program);
    if (mutation !== null) break;
  }
  process.send({ found });
}

function ask(task) {
  return new Promise((resolve) => {
    const worker = fork(fileURLToPath(import.meta.url), ["worker"], { execArgv: ["--max-semi-space-size=32"] });
    let at = 0;
    let timer;
    const done = (found) => {
      clearTimeout(timer);
      worker.removeAllListeners();
      worker.kill("SIGKILL");
      resolve(found);
    };
    worker.on("message", (message) => {
      clearTimeout(timer);
      if (message.found !== undefined) return done(message.found);
      at = message.at;
      timer = setTimeout(() => done([at]), patience);
    });
    worker.once("exit", () => done([at]));
    worker.send(task);
  });
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      programs: { type: "string", default: "2000" },
      seed: { type: "string", default: "1" },
      every: { type: "string", default: "30" },
      offset: { type: "string", default: "0" },
    },
  });
  const [programs, seed, every, offset] = ["programs", "seed", "every", "offset"].map((name) => Number(values[name]));
  const matches = ({ file, rule }) => positionals.some((word) => file.includes(word) || rule.includes(word));
  const chosen = mutations.filter((mutation, index) =>
    positionals.length > 0 ? matches(mutation) : index % every === offset,
  );
  const leftOut = await ask({ mutation: null, seed, programs, leftOut: [] });
  console.log(`without a mutation ${leftOut.length} of ${programs} programs differ`);
  let noticed = 0;
  for (const mutation of chosen) {
    const [first] = await ask({ mutation, seed, programs, leftOut });
    if (first !== undefined) noticed++;
    const verdict = first === undefined ? "not noticed" : `noticed by program ${first}`;
    console.log(`${verdict.padEnd(25)} ${mutation.file}: ${mutation.rule}`);
  }
  console.log(`${noticed} of ${chosen.length} noticed within ${programs} programs`);
}

if (process.argv[2] === "worker") {
  process.on("disconnect", () => process.exit());
  process.on("message", look);
} else {
  await main();
}
