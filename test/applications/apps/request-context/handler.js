// Serves a request, and looks whose it is wherever it can be taken for another's: behind every kind of await, in
// callbacks, and behind things that requests share.
import { AsyncLocalStorage, AsyncResource } from "node:async_hooks";
import { EventEmitter, once } from "node:events";
import { readFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { current, storage } from "./context.js";

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Everybody waits here until all have come: only then requests run at the same time. */
class Barrier {
  #open;
  #waiting = 0;
  opened = new Promise((resolve) => (this.#open = resolve));

  constructor(count) {
    this.count = count;
  }

  async arrive() {
    if (++this.#waiting === this.count) this.#open();
    await this.opened;
  }
}

/** Whoever releases it wakes the next one: in the context of the one before. */
class Lock {
  #held = false;
  #queue = [];

  async acquire() {
    if (this.#held) await new Promise((resolve) => this.#queue.push(resolve));
    this.#held = true;
  }

  release() {
    const next = this.#queue.shift();
    if (next) next();
    else this.#held = false;
  }
}

const lock = new Lock();
const signals = new EventEmitter().setMaxListeners(0);
const cache = new Map();
let barrier;

export function expect(count) {
  barrier = new Barrier(count);
}

function cached(key, make) {
  if (!cache.has(key)) cache.set(key, make());
  return cache.get(key);
}

async function* numbered(look, count) {
  try {
    for (let n = 0; n < count; n++) {
      await pause(n % 2);
      look("in a generator");
      yield n;
      look("in a generator, resumed");
    }
  } finally {
    await null;
    look("in a generator's finally");
  }
}

async function fails(look) {
  await null;
  look("before a throw");
  throw new Error("expected");
}

/** Answers what `current()` was at every place. */
export async function handle() {
  const seen = [];
  const look = (place) => void seen.push([place, current()]);
  look("at once");
  await null;
  look("after null");
  await barrier.arrive();
  look("after the barrier");

  await pause(Math.random() * 3);
  look("after a timer");
  await cached("shared", async () => {
    await pause(1);
    return "made by the first";
  });
  look("after a promise of another request");
  await cached("settled", async () => "at once");
  look("after a settled promise of another request");

  await lock.acquire();
  try {
    look("with the lock");
    await pause(0);
    look("with the lock, later");
  } finally {
    lock.release();
  }
  look("after the lock");

  const signalled = once(signals, "go");
  setImmediate(() => signals.emit("go"));
  await signalled;
  look("after an event of anybody");

  await Promise.all(
    [1, 2, 3].map(async (n) => {
      await pause(n % 2);
      look("in a parallel part");
      await Promise.race([pause(1), null]);
      look("in a parallel part, later");
    }),
  );
  look("after all");
  await Promise.any([fails(look), pause(1)]);
  await Promise.allSettled([fails(look)]);
  look("after any and allSettled");

  for await (const n of numbered(look, 4)) {
    look("in a loop");
    if (n === 2) break;
  }
  look("after a loop");
  for await (const chunk of Readable.from(numbered(() => {}, 2))) look(`over a stream ${chunk}`);

  try {
    await fails(look);
  } catch {
    look("in catch");
    await null;
    look("in catch, later");
  } finally {
    await pause(0);
    look("in finally");
  }

  await cached("then", () => pause(1)).then(() => look("in then"));
  await fails(look).catch(() => look("in a rejection handler"));
  await pause(0).finally(() => look("in a finally handler"));
  await { then: (resolve) => (look("in a thenable"), setTimeout(resolve)) };
  look("after a thenable");

  for (const start of [queueMicrotask, setTimeout, setImmediate, process.nextTick]) {
    await new Promise((resolve) => start(() => (look("in a callback"), resolve())));
    look("after a callback");
  }
  await readFile(new URL("package.json", import.meta.url));
  look("after a file");

  const inner = await storage.run({ id: `inner of ${current()}` }, async () => {
    look("inside run");
    await pause(1);
    look("inside run, later");
    return async () => look("called after run");
  });
  look("after run");
  await inner();
  await storage.exit(async () => {
    await pause(0);
    look("inside exit");
  });
  look("after exit");
  const bound = AsyncLocalStorage.bind(async () => (await null, look("bound")));
  const resource = new AsyncResource("request");
  await storage.run({ id: "somebody else" }, async () => {
    await bound();
    await resource.runInAsyncScope(async () => (await null, look("in a resource")));
  });
  look("at the end");
  return seen;
}
