/**
 * The process that `tsyncio ps` starts: asks another one's inspector for its task tree and prints it.
 *
 *     signal ─▶ the inspector listens ─▶ /json/list ─▶ WebSocket ─▶ Runtime.evaluate ─▶ the runtime's task tree
 */

/** Where Node's inspector listens unless the process was started with another port. */
const address = "http://127.0.0.1:9229/json/list";

/** Runs in the other process. It also lets the inspector go, unless that was on before. */
const question = (wasOn: boolean): string => `(() => {
  const inspector = process.getBuiltinModule?.("node:inspector");
  if (${!wasOn}) setTimeout(() => inspector?.close(), 250).unref();
  const record = globalThis[Symbol.for("tsyncio@1")];
  return JSON.stringify({ pid: process.pid, tree: record?.taskTree?.() });
})()`;

interface Target {
  readonly webSocketDebuggerUrl?: string;
}

async function target(): Promise<Target | undefined> {
  try {
    const targets = (await (await fetch(address)).json()) as readonly Target[];
    return targets[0];
  } catch {
    return undefined;
  }
}

async function waitForTarget(): Promise<Target | undefined> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const found = await target();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return undefined;
}

function ask(url: string, expression: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    const message = { id: 1, method: "Runtime.evaluate", params: { expression, returnByValue: true } };
    socket.addEventListener("open", () => socket.send(JSON.stringify(message)));
    socket.addEventListener("error", () => reject(new Error(`the inspector at ${url} does not answer`)));
    socket.addEventListener("message", (event) => {
      const answer = JSON.parse(String(event.data)) as { id?: number; result?: { result?: { value?: string } } };
      if (answer.id !== 1) return;
      socket.close();
      resolve(answer.result?.result?.value ?? "{}");
    });
  });
}

async function main(pid: number): Promise<string> {
  const before = await target();
  (process as unknown as { _debugProcess(pid: number): void })._debugProcess(pid);
  const url = (await waitForTarget())?.webSocketDebuggerUrl;
  if (url === undefined) throw new Error(`process ${pid} did not open its inspector (port 9229) within 5 seconds`);
  const answer = JSON.parse(await ask(url, question(before !== undefined))) as { pid?: number; tree?: string };
  if (answer.pid !== pid) throw new Error(`the inspector's port 9229 is taken by process ${answer.pid}, not ${pid}`);
  if (answer.tree === undefined) throw new Error(`process ${pid} has not loaded tsyncio`);
  return answer.tree;
}

main(Number(process.argv[2])).then(
  (tree) => void process.stdout.write(`${tree}\n`),
  (error: unknown) => {
    process.stderr.write(`tsyncio: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
