// Schedules per second: a lost update, 3 tasks with 3 suspension points each, under one seed after the other, with tasks,
// contexts and tracing.
//
//   npm run build && node bench/simulation.mjs [runs]
import ts from "typescript";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { compileSource } from "../dist/transformer/typescript/compile.js";

const source = `
  import { ContextVar } from "tsyncio";
  import { explore } from "tsyncio/testing";
  const who = new ContextVar("who", { default: "nobody" });
  async function add(account: { balance: number }): Promise<void> {
    await null;
    const seen = account.balance;
    await null;
    account.balance = seen + 1;
    await null;
  }
  async function main(): Promise<void> {
    who.set("main");
    const account = { balance: 0 };
    const a = add(account), b = add(account), c = add(account);
    await a; await b; await c;
    if (account.balance !== 3) lost++;
  }
  let lost = 0;
  export function measure(runs: number) {
    lost = 0;
    const { schedules } = explore(main, { seeds: runs });
    return { schedules, lost };
  }`;

const runs = Number(process.argv[2] ?? 200_000);
const folder = mkdtempSync(join(import.meta.dirname, ".simulation-"));
try {
  const file = join(folder, "lost-update.mjs");
  writeFileSync(file, compileSource(ts, source, { fileName: "lost-update.ts", projectDirectory: "." }).code);
  const { measure } = await import(pathToFileURL(file).href);
  measure(20_000);
  for (let round = 0; round < 5; round++) {
    const cpu = process.cpuUsage();
    const started = performance.now();
    const { schedules, lost } = measure(runs);
    const seconds = (performance.now() - started) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    const perSecond = Math.round(runs / seconds).toLocaleString("en-US");
    const perCpuSecond = Math.round((runs * 1e6) / (user + system)).toLocaleString("en-US");
    console.log(
      `${perSecond} schedules/s (${perCpuSecond} per CPU second); ${lost} of ${runs} lost an update, ` +
        `${schedules} different schedules`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}
