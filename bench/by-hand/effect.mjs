// The workloads written for Effect 4, as its users would write them. What it has no natural counterpart for is left out.
/* eslint require-yield: "off" -- an operation that waits for nothing is a generator all the same */
import { Context, Effect, Queue, Semaphore } from "effect";

export function start(main, size) {
  return Effect.runPromise(main(size));
}

const trivial = Effect.fnUntraced(function* (i) {
  return i;
});

export const mid = Effect.fnUntraced(function* (size) {
  let sum = 0;
  for (let i = 0; i < size; i++) sum += yield* trivial(i);
  return sum;
});

export const fib = Effect.fnUntraced(function* (n) {
  return n < 2 ? n : (yield* fib(n - 1)) + (yield* fib(n - 2));
});

const risky = Effect.fnUntraced(function* (i) {
  if (i % 8 === 7) return yield* Effect.fail("every eighth");
  return 1;
});

const tryLoop = Effect.fnUntraced(function* (size) {
  let done = 0;
  let failed = 0;
  let finished = 0;
  for (let i = 0; i < size; i++) {
    done += yield* risky(i).pipe(
      Effect.catch(() =>
        Effect.sync(() => {
          failed++;
          return 0;
        }),
      ),
      Effect.ensuring(
        Effect.sync(() => {
          finished++;
        }),
      ),
    );
  }
  return done + 2 * failed + 3 * finished;
});
export { tryLoop as try };

export const hot = Effect.fnUntraced(function* (size) {
  let state = 1;
  let sum = 0;
  for (let outer = 0; outer < size; outer++) {
    state = (state + (yield* trivial(outer))) | 0;
    for (let inner = 0; inner < 10_000; inner++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
      sum = (sum + (state >>> 16)) | 0;
    }
  }
  return sum;
});

const concurrently = { concurrency: "unbounded" };

const worker = Effect.fnUntraced(function* (id) {
  let sum = id;
  for (let i = 0; i < 10; i++) {
    yield* Effect.yieldNow;
    sum += 1;
  }
  return sum;
});

export const tasks = Effect.fnUntraced(function* (size) {
  const started = [];
  for (let id = 0; id < size; id++) started.push(worker(id));
  const sums = yield* Effect.all(started, concurrently);
  let total = 0;
  for (let id = 0; id < size; id++) total += sums[id];
  return total;
});

const job = Effect.fnUntraced(function* (id) {
  yield* Effect.yieldNow;
  return id;
});

export const gather = Effect.fnUntraced(function* (size) {
  const calls = [];
  for (let id = 0; id < size; id++) calls.push(job(id));
  const ids = yield* Effect.all(calls, concurrently);
  return ids[0] + ids[size - 1] + ids.length;
});

const answer = Effect.fnUntraced(function* (requests, answers) {
  for (;;) {
    const message = yield* Queue.take(requests);
    if (message < 0) return;
    yield* Queue.offer(answers, message + 1);
  }
});

export const queue = Effect.fnUntraced(function* (size) {
  const requests = yield* Queue.unbounded();
  const answers = yield* Queue.unbounded();
  yield* Effect.forkChild(answer(requests, answers));
  let sum = 0;
  for (let i = 0; i < size; i++) {
    yield* Queue.offer(requests, i);
    sum += yield* Queue.take(answers);
  }
  yield* Queue.offer(requests, -1);
  return sum;
});

const contend = Effect.fnUntraced(function* (semaphore, counter) {
  const critical = Effect.gen(function* () {
    const seen = counter.value;
    yield* Effect.yieldNow;
    counter.value = seen + 1;
  });
  for (let i = 0; i < 10; i++) yield* semaphore.withPermit(critical);
});

export const lock = Effect.fnUntraced(function* (size) {
  const semaphore = yield* Semaphore.make(1);
  const counter = { value: 0 };
  const started = [];
  for (let id = 0; id < size; id++) started.push(contend(semaphore, counter));
  yield* Effect.all(started, { ...concurrently, discard: true });
  return counter.value;
});

const innermost = Effect.fnUntraced(function* () {
  yield* Effect.yieldNow;
  return 0;
});

const link = Effect.fnUntraced(function* (inner) {
  return (yield* inner) + 1;
});

export const chain = Effect.fnUntraced(function* (size) {
  let at = innermost();
  for (let i = 0; i < size; i++) at = link(at);
  return yield* at;
});

const RequestId = Context.Reference("RequestId", { defaultValue: () => 0 });

const query = Effect.fnUntraced(function* (key) {
  yield* Effect.yieldNow;
  return key * 2;
});
const cache = Effect.fnUntraced(function* (key) {
  const found = yield* query(key);
  return found + (yield* RequestId);
});
const repository = Effect.fnUntraced(function* (key) {
  return yield* cache(key);
});
const service = Effect.fnUntraced(function* (key) {
  const row = yield* repository(key);
  return row + 1;
});
const authorise = Effect.fnUntraced(function* (key) {
  if (key < 0) return yield* Effect.fail("no such user");
  return yield* service(key);
});
const route = Effect.fnUntraced(function* (key) {
  return yield* authorise(key);
});
const logged = (key, log) =>
  route(key).pipe(
    Effect.ensuring(
      Effect.sync(() => {
        log.lines++;
      }),
    ),
  );
const handle = Effect.fnUntraced(function* (key, log) {
  const found = yield* logged(key, log);
  return found;
});

export const handler = Effect.fnUntraced(function* (size) {
  const log = { lines: 0 };
  let sum = 0;
  for (let i = 0; i < size; i++) sum += yield* Effect.provideService(handle(i, log), RequestId, i);
  return sum + log.lines;
});
