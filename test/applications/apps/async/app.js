"use strict";
// Async functions given to the functions of `async`, which tells them from those with callbacks by asking them.
const async = require("async");

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const numbers = [5, 1, 4, 2, 3];

class Worker {
  running = 0;
  most = 0;
  async work(n) {
    this.most = Math.max(this.most, ++this.running);
    try {
      await pause(n);
      if (n === 13) throw new Error("unlucky");
      return n * n;
    } finally {
      this.running--;
    }
  }
}

const square = async (n) => {
  await pause(n);
  return n * n;
};

async function fails(n) {
  await null;
  throw new RangeError(`no ${n}`);
}

/** Each by its name: something that `async` is asked to do. */
exports.stories = {
  async mapLimit() {
    const worker = new Worker();
    const squares = await async.mapLimit(numbers, 2, async (n) => worker.work(n));
    return [squares, worker.most];
  },
  mapLimitWithCallback: () =>
    new Promise((resolve) => async.mapLimit(numbers, 2, square, (error, result) => resolve([error, result]))),
  mapLimitFails: () => async.mapLimit([1, 13, 2], 2, async (n) => new Worker().work(n)),
  mapLimitDeclared: () => async.mapLimit(numbers, 3, fails),
  async mapLimitOfGenerator() {
    async function* source() {
      for (const n of numbers) yield await n;
    }
    return async.mapLimit(source(), 2, square);
  },
  async mapLimitMethod() {
    const worker = {
      factor: 3,
      async times(n) {
        return (await n) * this.factor;
      },
    };
    return async.mapLimit(numbers, 2, worker.times.bind(worker)).catch(({ message }) => message);
  },
  async eachOf() {
    const seen = [];
    await async.eachOf({ a: 1, b: 2 }, async (value, key) => {
      await pause(3 - value);
      seen.push([key, value]);
    });
    return seen;
  },
  async filterSortReduce() {
    const odd = await async.filter(numbers, async (n) => (await n) % 2 === 1);
    const sorted = await async.sortBy(odd, async (n) => -(await n));
    return [odd, sorted, await async.reduce(sorted, 0, async (sum, n) => sum + (await n))];
  },
  waterfall: () =>
    async.waterfall([async () => 1, async (n) => (await n) + 1, (n, done) => setTimeout(done, 1, null, n * 10)]),
  auto: () =>
    async.auto({
      a: async () => 1,
      b: async () => pause(1).then(() => 2),
      sum: ["a", "b", async ({ a, b }) => a + b],
    }),
  async retry() {
    let attempts = 0;
    const result = await async.retry(3, async () => {
      await null;
      if (++attempts < 3) throw new Error("again");
      return attempts;
    });
    return result;
  },
  retryGivesUp: () => async.retry(2, fails),
  timeout: () =>
    new Promise((resolve) => async.timeout(async () => pause(60), 5)(({ message, code }) => resolve([message, code]))),
  reflect: () => async.parallel(async.reflectAll([async () => 1, async () => fails(2)])),
  async queue() {
    const done = [];
    const queue = async.queue(async ({ n }) => {
      await pause(n);
      if (n === 4) throw new Error("four");
      return n;
    }, 2);
    queue.error((error, { n }) => done.push([n, error.message]));
    const results = numbers.map((n) =>
      queue.push({ n }).then(
        (result) => done.push(result),
        () => {},
      ),
    );
    await queue.drain();
    await Promise.all(results);
    return done.map(String).sort();
  },
  async memoize() {
    let calls = 0;
    const known = async.memoize(async (n) => {
      calls++;
      return (await n) + 1;
    });
    const call = (n) =>
      new Promise((resolve, reject) => known(n, (error, value) => (error ? reject(error) : resolve(value))));
    return [await call(1), await call(1), await call(2), calls];
  },
  async whilst() {
    let count = 0;
    return async.whilst(
      async () => count < 5,
      async () => ++count,
    );
  },
  async race() {
    return async.race([async () => pause(50).then(() => "slow"), async () => pause(1).then(() => "fast")]);
  },
};
