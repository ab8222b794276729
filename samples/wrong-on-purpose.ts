// Wrong on purpose. The compiler warns of each line that is marked; what the mistakes do can be seen by running it. Time is
// virtual, so the two seconds of computing take none, and in debug mode the loop says who computed.
//
//   npx tspc -p samples/tsconfig.wrong-on-purpose.json && node samples/dist/wrong-on-purpose.js
"use coroutine";
import { existsSync } from "node:fs";
import { createTask, getRunningLoop, Lock, Queue, run, simulatedHost, sleep } from "tsyncio";

const host = simulatedHost();
const kitchen = new Lock({ name: "kitchen" });
const orders = new Queue<string>();

function compute(milliseconds: number): void {
  host.advance(host.now() + milliseconds);
}

async function note(text: string): Promise<void> {
  await sleep(1);
  console.log("noted:", text);
}

async function open(): Promise<void> {
  note("open"); // TSY1401: it is never noted
  await sleep(10);
  if (existsSync("samples")) console.log("open:", getRunningLoop().time()); // TSY1402: everybody waits for the disk
  compute(2000);
  await sleep(10);
}

async function cook(what: string, milliseconds: number): Promise<string> {
  await sleep(milliseconds);
  return what;
}

async function breakfast(): Promise<void> {
  const started = getRunningLoop().time();
  const eggs = cook("eggs", 30);
  const toast = cook("toast", 20); // TSY1403: in the pan only when the eggs are done
  console.log(await eggs, await toast, "after", getRunningLoop().time() - started, "ms");
}

async function serve(): Promise<string> {
  try {
    throw new Error("burnt");
  } finally {
    return "served"; // TSY1404: nobody hears of the error
  }
}

async function waiter(): Promise<void> {
  await using _ = kitchen;
  console.log("order:", await orders.get()); // TSY1405: nobody else may enter until somebody orders
}

async function main(): Promise<void> {
  await open();
  await breakfast();
  console.log(await serve());
  createTask(waiter());
  await sleep(10);
  await orders.put("tea");
}

run(main, { host, debug: true });
