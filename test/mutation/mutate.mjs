// Breaks the compiler one rule at a time and looks whether a fixture notices.
//
//   npm run mutation [-- <part of a rule or file> ...] [--jobs=2]
//
// A mutation is a hand-made edit (rules/*.txt). It is applied in memory: a worker
// process loads the compiler with that one file's text replaced, compiles the fixtures and runs them until the
// first one differs from the engine. A mutation that no fixture notices has survived: either the rule is not
// needed, or a fixture is missing. A worker that does not come back (an endless loop) has noticed as well.
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { mutations } from "./mutations.mjs";

const patience = 45_000;
const words = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const jobs = Number(process.argv.find((word) => word.startsWith("--jobs="))?.slice(7) ?? 1);

const matches = ({ file, rule }) => words.some((word) => file.includes(word) || rule.includes(word));
const queue = mutations.filter((mutation) => words.length === 0 || matches(mutation));
const results = [];

/** Starts a worker and waits until it knows what the engine says. */
async function startWorker() {
  const script = fileURLToPath(new URL("worker.mjs", import.meta.url));
  const worker = fork(script, { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  await new Promise((resolve) => worker.once("message", resolve));
  return worker;
}

/** Sends one mutation to a worker; answers how it was noticed, or `null`. */
function ask(worker, mutation) {
  return new Promise((resolve) => {
    const done = (answer) => {
      clearTimeout(timer);
      worker.off("message", onMessage);
      worker.off("exit", onExit);
      resolve(answer);
    };
    const onMessage = (answer) => done(answer);
    const onExit = () => done({ killed: "the worker ended", gone: true });
    const timer = setTimeout(() => {
      worker.kill("SIGKILL");
      done({ killed: "it never ends", gone: true });
    }, patience);
    worker.on("message", onMessage);
    worker.on("exit", onExit);
    worker.send(mutation);
  });
}

async function work() {
  let worker = await startWorker();
  for (let mutation; (mutation = queue.shift()) !== undefined;) {
    const started = performance.now();
    const { killed, invalid, gone } = await ask(worker, mutation);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const verdict = invalid ? "INVALID" : killed === null ? "SURVIVED" : "killed";
    results.push(verdict);
    console.log(`${verdict.padEnd(8)} ${mutation.file}: ${mutation.rule} (${seconds} s)`);
    if (verdict !== "SURVIVED") console.log(`         ${invalid ?? killed}`);
    if (gone) worker = await startWorker();
  }
  worker.disconnect();
}

await Promise.all(Array.from({ length: jobs }, work));
const count = (verdict) => results.filter((result) => result === verdict).length;
console.log(`\n${count("killed")} killed, ${count("SURVIVED")} survived, ${count("INVALID")} invalid`);
process.exit(count("killed") === results.length ? 0 : 1);
