// What workloads need besides the language, written with promises. Compiled by each contender's compiler, like the
// workloads themselves.
class Waiter {
  constructor() {
    this.promise = new Promise((resolve) => {
      this.resolve = resolve;
    });
  }
}

/** First in, first out. */
class Line {
  constructor() {
    this.items = [];
    this.head = 0;
  }

  get length() {
    return this.items.length - this.head;
  }

  push(item) {
    this.items.push(item);
  }

  shift() {
    const item = this.items[this.head++];
    if (this.head === this.items.length) {
      this.items.length = 0;
      this.head = 0;
    }
    return item;
  }
}

/** asyncio's algorithm: a getter waits for a wake-up, then takes what is there. */
export class Queue {
  constructor() {
    this.items = new Line();
    this.getters = new Line();
  }

  async put(item) {
    this.items.push(item);
    if (this.getters.length > 0) this.getters.shift().resolve();
  }

  async get() {
    while (this.items.length === 0) {
      const waiter = new Waiter();
      this.getters.push(waiter);
      await waiter.promise;
    }
    return this.items.shift();
  }
}

/** Fair: whoever asked first gets it. */
export class Lock {
  constructor() {
    this.locked = false;
    this.waiters = new Line();
  }

  async acquire() {
    if (!this.locked) {
      this.locked = true;
      return;
    }
    const waiter = new Waiter();
    this.waiters.push(waiter);
    await waiter.promise;
  }

  release() {
    if (this.waiters.length > 0) this.waiters.shift().resolve();
    else this.locked = false;
  }
}

/** Something to wait for, and the way to open it. */
export function makeGate() {
  const { promise, resolve } = new Waiter();
  return { wait: promise, open: resolve };
}

/** What to await to let others run once. */
export function turn() {
  return null;
}

/** Starts a call: a call of an async function has started already. */
export function spawn(call) {
  return call;
}

export function gather(calls) {
  return Promise.all(calls);
}
