/**
 * `tsyncio ps <pid>`: the tasks of a running process, who waits for whom, where. The process needs no preparation: Node
 * opens its inspector when asked by signal, and the runtime answers there.
 *
 * Talking to the inspector takes time and this command line is synchronous, so that is done by a process of its own
 * (ps-client.ts).
 */

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Terminal } from "./command.js";

/** Prints the task tree of a process; returns the exit code. */
export function ps(pid: number, terminal: Terminal): number {
  const name = processName(pid);
  if (name === undefined) {
    terminal.complain(`tsyncio: there is no process ${pid}`);
    return 1;
  }
  // The signal that wakes Node's inspector ends any other program.
  if (!/node/i.test(name)) {
    terminal.complain(`tsyncio: process ${pid} is "${name}", which is not Node: its tasks cannot be read`);
    return 1;
  }
  const webSocket = "WebSocket" in globalThis ? [] : ["--experimental-websocket", "--no-warnings"];
  const client = spawnSync(process.execPath, [...webSocket, join(terminal.home, "ps-client.js"), String(pid)], {
    encoding: "utf8",
  });
  if (client.stdout !== "") terminal.print(client.stdout.trimEnd());
  if (client.stderr !== "") terminal.complain(client.stderr.trimEnd());
  return client.status === 0 ? 0 : 1;
}

function processName(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return undefined;
  }
  if (process.platform === "win32") return "node";
  const { stdout, status } = spawnSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" });
  return status === 0 ? (stdout.trim().split(/\s/)[0] ?? "") : undefined;
}
