// TSY1405: a lock held while waiting for what only another task can do.
import { expectAtMarks, warningsOf } from "./front-ends.js";

const made =
  'import { Barrier, Condition, createChannel, createTask, Event, Lock, Queue, sleep, TaskGroup, timeout, waitFor } from "tsyncio";\n' +
  "const lock = new Lock(), other = new Lock(), jobs = new Queue(), ready = new Event(), changed = new Condition();\n";

const wrong: Record<string, string> = {
  "a queue": "async function f() { await using _ = lock; return /*!*/await jobs.get(); }",
  "an event": "async function f() { await using _ = lock; if (1) /*!*/await ready.wait(); }",
  "a condition of another lock": "async function f() { await using _ = lock; /*!*/await changed.wait(); }",
  "a channel":
    "const [send, receive] = createChannel(1); async function f() { await using _ = lock; /*!*/await receive.receive(); }",
  "until all is done": "async function f() { { await using _ = lock; /*!*/await jobs.join(); } await jobs.join(); }",
  "the callback form": "async function f() { await lock.run(async () => { /*!*/await jobs.get(); }); }",
  "acquire and release":
    "async function f() { await lock.acquire(); try { /*!*/await jobs.get(); } finally { lock.release(); } }",
  "in a loop": "async function f() { await using _ = lock; for (;;) { const job = /*!*/await jobs.get(); job(); } }",
  fields:
    "class A { #lock = new Lock(); jobs = new Queue(); async m() { await using _ = this.#lock; /*!*/await this.jobs.get(); } }",
  "fields of a constructor":
    "class A { constructor() { this.lock = new Lock(); this.ready = new Event(); } async m() { await using _ = this.lock; /*!*/await this.ready.wait(); } }",
  "of a namespace":
    'import * as aio from "tsyncio"; const l = new aio.Lock(), q = new aio.Queue(); async function f() { await using _ = l; /*!*/await q.get(); }',
  "somebody else's put":
    "async function f() { await using _ = lock; /*!*/await jobs.get(); } async function g() { await jobs.put(1); }",
  "a task that was started before":
    "async function f() { createTask(g()); await using _ = lock; /*!*/await ready.wait(); }",
  "a limit elsewhere":
    "async function f() { await using _ = lock; /*!*/await jobs.get(); await waitFor(jobs.get(), 10); }",
};

test.each(Object.entries(wrong))("%s", (_, text) => {
  expectAtMarks(1405, made + text);
});

const right: Record<string, string> = {
  "before it is taken": "async function f() { const job = await jobs.get(); await using _ = lock; await job(); }",
  "before it is acquired":
    "async function f() { let held; try { await jobs.get(); await lock.acquire(); held = 1; } finally { if (held) lock.release(); } }",
  "released for as long as it takes":
    "async function f() { await lock.acquire(); try { lock.release(); await jobs.get(); await lock.acquire(); } finally { lock.release(); } }",
  "after it is released": "async function f() { { await using _ = lock; } await jobs.get(); }",
  "with a limit": "async function f() { await using _ = lock; await waitFor(jobs.get(), 1000); }",
  "in a scope with a limit":
    "async function f() { await using _ = lock; await using t = timeout(100); await jobs.get(); }",
  "in a limit's callback":
    "async function f() { await timeout(100).run(async () => { await using _ = lock; await jobs.get(); }); }",
  "its own condition": "async function f() { await using _ = changed; while (g) await changed.wait(); }",
  "a condition made on the lock":
    "const filled = new Condition(lock); async function f() { await using _ = lock; await filled.wait(); }",
  "a second lock": "async function f() { await using a = lock; await using b = other; await other.acquire(); }",
  "a sleep, a request": "async function f() { await using _ = lock; await sleep(10); await fetch(url); await g(); }",
  "without waiting": "async function f() { await using _ = lock; jobs.getNowait(); ready.set(); await jobs.put(1); }",
  "in a function inside": "async function f() { await using _ = lock; return async () => { await jobs.get(); }; }",
  "another's queue": "async function f(jobs) { await using _ = lock; await jobs.get(); await map.get(1); }",
  "another's lock":
    'import { Lock as Mutex } from "./mutex"; const m = new Mutex(); async function f() { await using _ = m; await jobs.get(); }',
  "not held": "async function f() { lock.locked(); await jobs.get(); } async function g() { await using _ = lock; }",
  "another name for it": "async function f() { const same = lock; return [same, await jobs.get()]; }",
  "another method": "async function f() { lock.locked(async () => { await jobs.get(); }); }",
  "a name that is assigned to":
    "let mine = new Queue(); mine = other; async function f() { await using _ = lock; await mine.get(); }",
  "a queue that is not empty":
    "async function f() { await using _ = lock; if (!jobs.empty()) return await jobs.get(); }",
  "until it is empty": "async function f() { await using _ = lock; while (!jobs.empty()) await jobs.get(); }",
  "what was put just now": "async function f() { await using _ = lock; jobs.putNowait(3); return await jobs.get(); }",
  "put before the callback form":
    "async function f() { jobs.putNowait(3); await lock.run(async () => { await jobs.get(); }); }",
  "put by a function inside":
    "async function f() { await using _ = lock; void (async () => { await jobs.put(1); })(); await jobs.get(); }",
  "an event that is set": "async function f() { await using _ = lock; ready.set(); await ready.wait(); }",
  "given to another function": "async function f() { await using _ = lock; feed(jobs); await jobs.get(); }",
  "a channel that is sent to":
    "const [send, receive] = createChannel(1); async function f() { await using _ = lock; await send.send(1); await receive.receive(); }",
  "a barrier with others inside":
    "const gate = new Barrier(2); async function f() { await using _ = lock; const g = async () => { await gate.wait(); }; g(); await gate.wait(); }",
  "a task is started": "async function f() { await using _ = lock; createTask(producer()); await jobs.get(); }",
  "a task group":
    "async function f() { await using _ = lock; await using group = new TaskGroup(); group.createTask(g()); await ready.wait(); }",
  "a group from elsewhere":
    "async function f(group) { await using _ = lock; group.createTask(g()); await ready.wait(); }",
  "fields that are used otherwise":
    "class A { #lock = new Lock(); jobs = new Queue(); async m() { await using _ = this.#lock; if (this.jobs.qsize() > 0) await this.jobs.get(); } }",
  "a semaphore":
    'import { Semaphore } from "tsyncio"; const s = new Semaphore(3); async function f() { await using _ = s; await jobs.get(); }',
};

test.each(Object.entries(right))("no warning: %s", (_, text) => {
  expectAtMarks(1405, made + text);
});

test("it says what to write instead", () => {
  const text = `${made}async function f() {\n  await using _ = lock;\n  await jobs.get();\n}`;
  expect(warningsOf(text)).toEqual([
    "5:3 TSY1405: `lock` is held while this waits for what only another task can do: if that task needs the lock, both " +
      "wait for ever. Wait before taking it, or limit the wait: `await waitFor(jobs.get(), milliseconds)`.",
  ]);
});
