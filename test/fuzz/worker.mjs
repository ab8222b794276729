// Compares programs for main.mjs, one after the other: sends which one it is at, and what came out.
import { require } from "../language/typescript-hook.mjs";

const { search, textOf } = require("../fuzz/search.ts");

const { seed, mode } = JSON.parse(process.argv[2]);
let current = 0;

process.on("disconnect", () => process.exit());
// What is thrown in the middle of the loop leaves it in no state to go on with.
process.on("uncaughtException", (error) => {
  const finding = { program: current, text: textOf(seed, current, mode), difference: `uncaught ${error.stack}` };
  process.send({ finding, isLast: true }, () => process.exit(1));
});
process.on("message", async ({ from, to }) => {
  for (current = from; current < to; current++) {
    process.send({ at: current });
    const finding = await search(seed, current, mode);
    process.send(finding ? { finding } : { [finding === null ? "same" : "skipped"]: current });
  }
  const { user, system } = process.cpuUsage();
  process.send({ done: true, time: (user + system) / 1000 });
});
