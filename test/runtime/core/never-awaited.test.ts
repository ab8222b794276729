// A coroutine made outside of any task and awaited by nobody: told of when the platform is about to end, not by the garbage
// collector.
import { EventLoop } from "../../../runtime/core/loop.js";
import { loops } from "../../../runtime/core/loop-core.js";
import { guestHost, settled } from "./hosts.js";
import { compiledCoroutine } from "./machines.js";

test("a coroutine that was made outside of tasks", async () => {
  let idle = new Set<() => void>();
  const host = {
    ...guestHost(),
    onIdle: (listener: () => void) => {
      idle.add(listener);
      return () => void idle.delete(listener);
    },
  };
  const platformEnds = (): void => {
    for (const listener of [...idle]) listener();
  };
  const before = loops.ambient;
  const own = new EventLoop(host, { holdTasks: false });
  loops.ambient = own;
  const hello = compiledCoroutine(function* hello() {
    yield 0;
  });
  hello();
  const awaited = hello();
  expect(idle.size).toBe(1);
  own.createTask(awaited);
  await settled();
  expect(host.warnings).toEqual([]);
  platformEnds();
  expect(host.warnings).toEqual([
    "coroutine hello (hello.ts) was never awaited: await it, make a task of it, or close() it",
  ]);
  expect(idle.size).toBe(0);
  platformEnds();
  hello().close();
  platformEnds();
  expect(host.warnings).toHaveLength(1);
  loops.ambient = before;
  own.close();
  idle = new Set();
});
