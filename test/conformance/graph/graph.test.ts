/** The same trees as there, without synchronous frames: a call graph here has none. */
import {
  captureCallGraph,
  createTask,
  Future,
  gather,
  printCallGraph,
  shield,
  sleep,
  Task,
  TaskGroup,
  timeout,
  wait,
  type FutureCallGraph,
} from "tsyncio";
import { asyncTest } from "../support.js";

/** Its name (`T<…>`, `F` for a future), its call stack, who awaits it. */
type Tree = [future: string, callStack: string[], awaitedBy: Tree[]];

function nameOf(future: unknown): string {
  if (!(future instanceof Task)) return "F";
  return future.getName().includes("-") ? "T<anon>" : `T<${future.getName()}>`;
}

function treeOf({ future, callStack, awaitedBy }: FutureCallGraph): Tree {
  const names = callStack.map(({ frame }) => frame.name);
  const awaiting = awaitedBy.map(treeOf).sort((a, b) => (a[0] < b[0] ? -1 : 1));
  return [nameOf(future), names, awaiting];
}

interface Captured {
  tree: Tree;
  text: string;
}

function capture(future?: Future): Captured {
  let text = "";
  printCallGraph(future, { print: (printed) => (text = printed) });
  return { tree: treeOf(captureCallGraph(future)!), text };
}

describe("test_graph.CallStackTestBase", () => {
  asyncTest("test_stack_tgroup", async function test_stack_tgroup() {
    let captured: Captured | undefined;
    const c4 = async (): Promise<void> => {
      await sleep(0);
      captured = capture();
    };
    const c3 = async (): Promise<void> => {
      await c4();
    };
    const c2 = async (): Promise<void> => {
      await c3();
    };
    const c1 = async (task: Task<void>): Promise<void> => {
      await task;
    };
    const main = async (): Promise<void> => {
      await using group = new TaskGroup();
      const task = group.createTask(c2(), { name: "c2_root" });
      group.createTask(c1(task), { name: "sub_main_1" });
      group.createTask(c1(task), { name: "sub_main_2" });
    };
    await main();
    const parent: Tree = ["T<anon>", ["[asyncExit]", "main", "test_stack_tgroup"], []];
    expect(captured!.tree).toEqual([
      "T<c2_root>",
      ["c4", "c3", "c2"],
      [parent, ["T<sub_main_1>", ["c1"], [parent]], ["T<sub_main_2>", ["c1"], [parent]]],
    ]);
    expect(captured!.text).toContain(" async test_stack_tgroup ");
  });

  asyncTest("test_stack_gather", async function test_stack_gather() {
    let captured: Captured | undefined;
    const deep = async (): Promise<void> => {
      await sleep(0);
      captured = capture();
    };
    const c1 = async (): Promise<void> => {
      await sleep(0);
      await deep();
    };
    const c2 = async (): Promise<void> => {
      await sleep(0);
    };
    const main = async (): Promise<void> => {
      await gather(c1(), c2());
    };
    await main();
    expect(captured!.tree).toEqual(["T<anon>", ["deep", "c1"], [["T<anon>", ["main", "test_stack_gather"], []]]]);
  });

  asyncTest("test_stack_shield", async function test_stack_shield() {
    let captured: Captured | undefined;
    const deep = async (): Promise<void> => {
      await sleep(0);
      captured = capture();
    };
    const c1 = async (): Promise<void> => {
      await sleep(0);
      await deep();
    };
    const main = async (): Promise<void> => {
      await shield(c1());
    };
    await main();
    expect(captured!.tree).toEqual(["T<anon>", ["deep", "c1"], [["T<anon>", ["main", "test_stack_shield"], []]]]);
  });

  asyncTest("test_stack_timeout", async function test_stack_timeout() {
    let captured: Captured | undefined;
    const inner = async (): Promise<void> => {
      await sleep(0);
      captured = capture();
    };
    const c1 = async (): Promise<void> => {
      await using _ = timeout(1000);
      await sleep(0);
      await inner();
    };
    const main = async (): Promise<void> => {
      await shield(c1());
    };
    await main();
    expect(captured!.tree).toEqual(["T<anon>", ["inner", "c1"], [["T<anon>", ["main", "test_stack_timeout"], []]]]);
  });

  asyncTest("test_stack_wait", async function test_stack_wait() {
    let captured: Captured | undefined;
    const inner = async (): Promise<void> => {
      await sleep(0);
      captured = capture();
    };
    const c1 = async (): Promise<void> => {
      await using _ = timeout(1000);
      await sleep(0);
      await inner();
    };
    const c2 = async (): Promise<void> => {
      for (let i = 0; i < 3; i += 1) await sleep(0);
    };
    const main = async (tasks: Task<void>[]): Promise<void> => {
      for (let left = tasks.length; left > 0;) {
        const [, pending] = await wait(tasks);
        left = pending.size;
      }
    };
    const tasks = [createTask(c1()), createTask(c2())];
    await main(tasks);
    expect(captured!.tree).toEqual(["T<anon>", ["inner", "c1"], [["T<anon>", ["main", "test_stack_wait"], []]]]);
  });

  asyncTest("test_stack_task", async function test_stack_task() {
    let captured: Captured | undefined;
    const inner = async (): Promise<void> => {
      await sleep(0);
      captured = capture();
    };
    const c1 = async (): Promise<void> => {
      await inner();
    };
    const c2 = async (): Promise<void> => {
      await createTask(c1(), { name: "there there" });
    };
    const main = async (): Promise<void> => {
      await c2();
    };
    await main();
    expect(captured!.tree).toEqual([
      "T<there there>",
      ["inner", "c1"],
      [["T<anon>", ["c2", "main", "test_stack_task"], []]],
    ]);
  });

  asyncTest("test_stack_future", async function test_stack_future() {
    let captured: Captured | undefined;
    const a2 = async (future: Future<void>): Promise<void> => {
      await future;
    };
    const a1 = async (future: Future<void>): Promise<void> => {
      await a2(future);
    };
    const b1 = async (future: Future<void>): Promise<void> => {
      await future;
    };
    const main = async (): Promise<void> => {
      const future = new Future<void>();
      await using group = new TaskGroup();
      group.createTask(a1(future), { name: "task A" });
      group.createTask(b1(future), { name: "task B" });
      // Until both of them await the future.
      for (let i = 0; i < 5; i += 1) await sleep(0);
      captured = capture(future as Future);
      future.setResult();
    };
    await main();
    // A group's parent counts as awaiting its children from the beginning of the group on.
    const parent: Tree = ["T<anon>", ["main", "test_stack_future"], []];
    expect(captured!.tree).toEqual([
      "F",
      [],
      [
        ["T<task A>", ["a2", "a1"], [parent]],
        ["T<task B>", ["b1"], [parent]],
      ],
    ]);
    expect(captured!.text).toMatch(/^\* Future/);
  });
});
