/** What asyncio's own tests of locks (test/conformance/locks) leave open. */
import {
  ArgumentError,
  BoundedSemaphore,
  createTask,
  EventLoop,
  ForeignLoopError,
  gather,
  Lock,
  LockStateError,
  manualHost,
  run,
  Semaphore,
  simulatedHost,
  sleep,
  type Task,
} from "tsyncio";
import { simulated } from "./simulated.js";

test("who comes while somebody was woken goes to the end of the line", () => {
  const order: string[] = [];
  simulated(async () => {
    const lock = new Lock();
    const take = async (name: string): Promise<void> => {
      await lock.acquire();
      order.push(name);
      lock.release();
    };
    await lock.acquire();
    const first = createTask(take("first"));
    await sleep(0);
    lock.release();
    // It is free, but not for us.
    expect(lock.locked()).toBe(false);
    await take("newcomer");
    await first;
  });
  expect(order).toEqual(["first", "newcomer"]);
});

test("a task that is cancelled when it was woken already passes the lock on", () => {
  simulated(async () => {
    const lock = new Lock();
    await lock.acquire();
    const first = createTask(lock.acquire());
    const second = createTask(lock.acquire());
    await sleep(0);
    lock.release();
    first.cancel();
    await sleep(0);
    await sleep(0);
    expect([first.cancelled(), second.done(), lock.locked()]).toEqual([true, true, true]);
  });
});

test("in a task function, a cancellation between taking a free lock and going on loses nothing", () => {
  simulated(async () => {
    const lock = new Lock();
    let inside = false;
    const task = (async (): Promise<void> => {
      "use task";
      await lock.acquire();
      try {
        inside = true;
        await sleep(1000);
      } finally {
        lock.release();
      }
    })() as Task<void>;
    // It has the lock, and waits for its turn.
    expect([lock.locked(), inside]).toEqual([true, false]);
    task.cancel();
    await sleep(1);
    expect([task.cancelled(), lock.locked(), inside]).toEqual([true, false, true]);
  });
});

test("a block holds it until its end, however it is left", () => {
  simulated(async () => {
    const lock = new Lock();
    const leave = async (how: "return" | "throw" | "break"): Promise<void> => {
      for (;;) {
        await using _ = lock;
        expect(lock.locked()).toBe(true);
        if (how === "return") return;
        if (how === "throw") throw new RangeError();
        break;
      }
      expect(lock.locked()).toBe(false);
    };
    await leave("return");
    expect(lock.locked()).toBe(false);
    await leave("break");
    await gather(leave("throw"), { returnExceptions: true });
    expect(lock.locked()).toBe(false);
  });
});

test("a block takes a free lock without giving up the turn", () => {
  simulated(async () => {
    const lock = new Lock();
    const order: string[] = [];
    const other = createTask((async () => void order.push("other"))());
    {
      await using _ = lock;
      order.push("block");
    }
    await other;
    expect(order).toEqual(["block", "other"]);
  });
});

test("the callback form gives what the callback gives, and releases when it fails", () => {
  simulated(async () => {
    const lock = new Lock();
    expect(await lock.run(() => "value")).toBe("value");
    expect(await lock.run(async () => (await sleep(1), "later"))).toBe("later");
    const failed = await gather(
      lock.run(() => {
        throw new RangeError("no");
      }),
      { returnExceptions: true },
    );
    expect(failed).toEqual([new RangeError("no")]);
    expect(lock.locked()).toBe(false);
  });
});

test("where `await using` is not compiled it is refused, not ignored", () => {
  const lock = new Lock({ name: "accounts" });
  expect(() => lock[Symbol.asyncDispose]()).toThrow(LockStateError);
  expect(() => lock[Symbol.asyncDispose]()).toThrow(/the lock "accounts".*run\(async/);
});

test("it belongs to the loop on which somebody had to wait for it first", () => {
  const lock = new Lock({ name: "shared" });
  const one = new EventLoop(manualHost());
  const errors: unknown[] = [];
  const two = new EventLoop(manualHost({ onUnhandled: (error) => errors.push(error) }));
  // Taken without waiting: on any loop.
  one.createTask(lock.acquire());
  one.runOnce();
  const waiting = one.createTask(lock.acquire());
  one.runOnce();
  two.createTask(lock.acquire());
  two.runOnce();
  expect(errors).toEqual([expect.any(ForeignLoopError)]);
  expect(String(errors[0])).toContain('the lock "shared" is bound to a different loop');
  lock.release();
  one.runOnce();
  expect(waiting.result()).toBe(true);
});

test("releasing what nobody holds says whose mistake it is", () => {
  expect(() => new Lock().release()).toThrow("a lock was released, but nobody had acquired it");
  expect(() => new BoundedSemaphore(2, { name: "downloads" }).release()).toThrow(
    'the semaphore "downloads" was released more often than acquired',
  );
  expect(() => new Semaphore(NaN)).toThrow(ArgumentError);
});

test("a deadlock report can name the owner", () => {
  simulated(async () => {
    const lock = new Lock({ name: "accounts" }) as Lock & { owners(): Task[]; describe(): string };
    const owner = createTask(lock.acquire(), { name: "owner" });
    await owner;
    expect(lock.owners().map((task) => task.getName())).toEqual(["owner"]);
    expect(lock.describe()).toBe('the lock "accounts"');
    lock.release();
    expect(lock.owners()).toEqual([]);
  });
});

test("two thousand waiters are served in order, and every second one leaves", () => {
  const order: number[] = [];
  run(
    async () => {
      const lock = new Lock();
      await lock.acquire();
      const tasks = Array.from({ length: 2_000 }, (_, i) =>
        createTask(
          (async () => {
            await lock.acquire();
            order.push(i);
            lock.release();
          })(),
        ),
      );
      await sleep(0);
      tasks.forEach((task, i) => i % 2 === 1 && task.cancel());
      lock.release();
      await gather(...tasks, { returnExceptions: true });
    },
    { host: simulatedHost() },
  );
  expect(order).toEqual(Array.from({ length: 1000 }, (_, i) => 2 * i));
});
