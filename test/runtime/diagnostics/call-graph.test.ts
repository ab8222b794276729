/** Call graphs and task trees: who waits for whom, where. Programs run in a simulation, so nothing here depends on time. */
import { captureCallGraph, formatCallGraph, formatTaskTree, printCallGraph, printTaskTree } from "tsyncio";
import { simulate } from "tsyncio/testing";
import { loadMain } from "../../simulation/program.js";

/** What a program returns when it has looked at itself. */
function valueOf(source: string, options = {}): unknown {
  return simulate(loadMain(source, options)).value;
}

const chain = `
  import { captureCallGraph, currentTask, formatCallGraph, gather, sleep } from "tsyncio";
  let graph;
  async function read() { await sleep(1); graph = LOOK; }
  async function load() { await read(); }
  export async function main() { const task = load(); await gather(task, sleep(5)); return graph; }`;

test("the current task, who awaits it, who awaits that: also through gather", () => {
  expect(valueOf(chain.replace("LOOK", "formatCallGraph()"))).toBe(
    [
      "* Task-3 (read)",
      "  + Call stack:",
      "  |   at async read (program.ts:4:27)",
      "  + Awaited by:",
      "      * Task-2 (load)",
      "        + Call stack:",
      "        |   at async load (program.ts:5:27)",
      "        + Awaited by:",
      "            * Task-1 (main)",
      "              + Call stack:",
      "              |   at async main (program.ts:6:55)",
    ].join("\n"),
  );
});

test("coroutines awaited inline are frames of their task", () => {
  const source = chain
    .replace("LOOK", "captureCallGraph()")
    .replace("return graph", "return graph.callStack.map(({ frame }) => frame.name)");
  expect(valueOf(source, { returns: "coroutine" })).toEqual(["read", "load"]);
});

test.each([
  [undefined, ["read", "load"]],
  [1, ["read"]],
  [-1, ["load"]],
  [0, []],
])("limit %p keeps these frames", (limit, names) => {
  const source = chain
    .replace("LOOK", `captureCallGraph(null, { limit: ${String(limit)} })`)
    .replace("return graph", "return graph.callStack.map(({ frame }) => frame.name)");
  expect(valueOf(source, { returns: "coroutine" })).toEqual(names);
});

test("a future that is no task has no stack, but is awaited", () => {
  const graph = valueOf(`
    import { formatCallGraph, Future, sleep } from "tsyncio";
    export async function main() {
      const gate = new Future();
      const waits = async () => { await gate; };
      const task = waits(); await sleep(0);
      const text = formatCallGraph(gate); gate.setResult(); await task; return text;
    }`);
  expect(graph).toMatch(/^\* Future\n {2}\+ Awaited by:\n {6}\* Task-2 \(waits\)/);
});

test("tasks in a circle are shown once each", () => {
  const text = valueOf(`
    import { formatCallGraph, formatTaskTree, sleep, wait } from "tsyncio";
    export async function main() {
      let b;
      const first = async () => { await null; await wait([b], { timeout: 5 }); };
      const second = async () => { await null; await a; };
      const a = first(); b = second();
      await sleep(1);
      const text = formatCallGraph(a) + "\\n" + formatTaskTree();
      await sleep(10);
      return text;
    }`) as string;
  expect(text.match(/\* Task-2/g)).toHaveLength(2);
  expect(text).toContain("Task-2 (first) (see above)");
});

test("outside of tasks there is nothing to show", () => {
  expect(captureCallGraph()).toBeNull();
  expect(formatCallGraph()).toBe("");
});

test("the tree of tasks: what a task waits for stands below it", () => {
  const tree = valueOf(`
    import { formatTaskTree, gather, Lock, sleep } from "tsyncio";
    const lock = new Lock({ name: "database" });
    async function query() { await using _ = lock; await sleep(100); }
    async function request() { await query(); }
    let tree;
    async function look() { await sleep(1); tree = formatTaskTree(); }
    export async function main() { await gather(request(), request(), look()); return tree; }`);
  expect(tree).toBe(
    [
      "Task-1 (main) waits for Task-2 (request), Task-4 (request), Task-6 (look) at main (program.ts:8:36)",
      "├─ Task-2 (request) waits for Task-3 (query) at request (program.ts:5:32)",
      "│  └─ Task-3 (query) waits for a Sleep at query (program.ts:4:52)",
      "├─ Task-4 (request) waits for Task-5 (query) at request (program.ts:5:32)",
      '│  └─ Task-5 (query) waits for the lock "database", held by Task-3 (query) at query (program.ts:4:42)',
      "│     └─ Task-3 (query) (see above)",
      "└─ Task-6 (look) runs at look (program.ts:7:29)",
    ].join("\n"),
  );
});

test("a chain of ten thousand tasks is no trouble", () => {
  const lines = valueOf(`
    import { formatTaskTree, Future, sleep } from "tsyncio";
    export async function main() {
      const gate = new Future();
      let last = gate;
      const wait = async (other) => { await other; };
      for (let i = 0; i < 10000; i++) last = wait(last);
      const tree = formatTaskTree();
      gate.setResult(); await last;
      return tree.split("\\n").length;
    }`);
  expect(lines).toBe(10_001);
});

test("printing goes where it is told", () => {
  const texts: string[] = [];
  simulate(() => {
    printTaskTree(undefined, (text) => texts.push(text));
    printCallGraph(null, { print: (text) => texts.push(text) });
    texts.push(formatTaskTree());
  });
  expect(texts).toEqual(["There is no task.", "", "There is no task."]);
});
