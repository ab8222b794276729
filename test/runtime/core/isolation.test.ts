// What the core does without: native promises, a platform, and garbage it should not hold.
import { NativePromise } from "./native.js";
import { createHook } from "node:async_hooks";
import { CANCELLED } from "../../../runtime/core/deferred.js";
import { TaskRegistry } from "../../../runtime/core/task-registry.js";
import { guestHost, settled, useAmbient } from "./hosts.js";
import { compiled, compiledCoroutine, compiledGenerator, Out } from "./machines.js";
import { Promise as LoopPromise } from "../../../runtime/core/promise.js";
import { forAwait } from "../../../runtime/core/for-await.js";

const host = guestHost();
useAmbient(host);

test("no native promise is made", async () => {
  const gen = compiledGenerator(function* () {
    for (let i = 0; i < 10; i += 1) yield new Out(i);
  });
  const co = compiledCoroutine(function* () {
    yield 0;
    return 1;
  });
  const f = compiled(function* () {
    yield 0;
    yield co();
    return LoopPromise.all([1, LoopPromise.resolve(2)]);
  });
  const main = compiled(function* () {
    let sum = 0;
    const record = forAwait(gen());
    while (record.accept(yield record.next())) sum += record.value as number;
    yield f()
      .then((v: unknown) => v)
      .finally(() => 0);
    try {
      yield compiled(function* () {
        throw new Error("x");
      })();
    } catch {
      sum += 1;
    }
    return sum;
  });
  let result = 0;
  const counted = (run: () => void): Promise<number> =>
    new NativePromise((resolve) => {
      let made = 0;
      const hook = createHook({ init: (_, type) => void (type === "PROMISE" && (made += 1)) }).enable();
      run();
      setImmediate(() => setImmediate(() => (hook.disable(), resolve(made))));
    });
  await counted(() => undefined);
  const alone = await counted(() => undefined);
  const made = await counted(() => void main().then((v: number) => (result = v)));
  expect([result, made]).toEqual([46, alone]);
});

test("it loads and works where globalThis.Promise throws", () => {
  const native = globalThis.Promise;
  const key = Symbol.for("tsyncio@1");
  const record = (globalThis as any)[key];
  delete (globalThis as any)[key];
  const broken = function (): never {
    throw new Error("native Promise used");
  };
  globalThis.Promise = broken as never;
  try {
    jest.isolateModules(() => {
      const { EventLoop } = require("../../../runtime/core/loop.js");
      const { task } = require("../../../runtime/core/create-task.js");
      const { describe: describeFunction } = require("../../../runtime/core/describe.js");
      const { Promise: OwnPromise } = require("../../../runtime/core/promise.js");
      const { virtualHost, useAmbient: useIsolated } = require("./hosts.js");
      const loop = useIsolated(virtualHost());
      expect(loop).toBeInstanceOf(EventLoop);
      const main = (): unknown =>
        task(describeFunction("main", "m.ts", []), (($: any, v: unknown) => {
          if ($.state === 0)
            return $.await(1, OwnPromise.all([1, { then: (r: any) => r(2) }, new OwnPromise((r: any) => r(3))]));
          return v;
        }) as never);
      expect(loop.runUntilComplete(main())).toEqual([1, 2, 3]);
    });
  } finally {
    globalThis.Promise = native;
    Object.defineProperty(globalThis, key, { value: record, configurable: true });
  }
});

test("two copies of the core in one realm share what is current", () => {
  jest.isolateModules(() => {
    const { findCurrentTask } = require("../../../runtime/core/queries.js");
    const other = require("../../../runtime/core/root.js");
    let same = false;
    compiled(function* () {
      same = other.current.task !== null;
    })();
    expect([same, typeof findCurrentTask]).toEqual([true, "function"]);
  });
});

test("the registry of waiting tasks", () => {
  const registry = new TaskRegistry();
  registry.strong = false;
  const all = Array.from({ length: 10 }, () => ({ slot: -1 }));
  all.forEach((t) => registry.add(t));
  registry.weaken();
  const late = { slot: -1 };
  registry.add(late);
  for (const i of [0, 9, 4]) registry.remove(all[i]!);
  registry.weaken();
  registry.remove(late);
  expect(new Set(registry.list())).toEqual(new Set([1, 2, 3, 5, 6, 7, 8].map((i) => all[i])));
  expect(registry.list().every((t) => registry.list()[t.slot] === t)).toBe(true);
  for (const t of registry.list()) registry.remove(t);
  expect(registry.size).toBe(0);
});

test("a native promise that is awaited when its waiter is cancelled is dropped", async () => {
  let reject!: (error: Error) => void;
  const native = new NativePromise((_, r) => (reject = r));
  const t = compiled(function* () {
    yield native;
  })();
  t.cancel();
  await settled();
  expect(t.flags & 3).toBe(CANCELLED);
  reject(new Error("late"));
  await settled();
  expect(host.unhandled).toEqual([]);
});

test("native code awaits tasks and coroutines", async () => {
  const native = async (): Promise<unknown[]> => [
    await compiled(function* () {
      yield 0;
      return 1;
    })(),
    await compiledCoroutine(function* () {
      yield 0;
      return 2;
    })(),
  ];
  expect(await native()).toEqual([1, 2]);
  await expect(
    compiled(function* () {
      yield 0;
      throw new Error("to native");
    })(),
  ).rejects.toThrow("to native");
});
