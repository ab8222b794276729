// A context variable carries the address of the remote client through nested calls, without passing it on as an
// argument. Each connection is a task with a context of its own, so two clients served at once are never mixed up.
import { ContextVar, createTask, gather, run, sleep } from "tsyncio";

const clientAddress = new ContextVar<string>("clientAddress");

function log(message: string): void {
  console.log(`[${clientAddress.get()}] ${message}`);
}

async function query(table: string): Promise<string[]> {
  log(`reading ${table}`);
  await sleep(100);
  return [`${table} of ${clientAddress.get()}`];
}

async function renderPage(path: string): Promise<string> {
  const orders = await query("orders");
  const messages = await query("messages");
  return `${path}: ${[...orders, ...messages].join(", ")}`;
}

async function serve(address: string, path: string, delay: number): Promise<void> {
  clientAddress.set(address);
  await sleep(delay);
  log(`GET ${path}`);
  log(await renderPage(path));
}

async function main(): Promise<void> {
  await gather(createTask(serve("192.0.2.1", "/inbox", 0)), createTask(serve("198.51.100.7", "/account", 50)));
  console.log(`outside any connection: ${clientAddress.get("no client")}`);
}

run(main);
