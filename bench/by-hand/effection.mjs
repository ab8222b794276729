// The workloads written for Effection 4, as its users would write them. What it has no natural counterpart for is left out.
/* eslint require-yield: "off" -- an operation that waits for nothing is a generator all the same */
import { all as allOf, createContext, createQueue, run, spawn, until } from "effection";

export function start(main, size) {
  return run(() => main(size));
}

function* trivial(i) {
  return i;
}

export function* mid(size) {
  let sum = 0;
  for (let i = 0; i < size; i++) sum += yield* trivial(i);
  return sum;
}

export function* fib(n) {
  return n < 2 ? n : (yield* fib(n - 1)) + (yield* fib(n - 2));
}

const failure = new Error("every eighth");

function* risky(i) {
  if (i % 8 === 7) throw failure;
  return 1;
}

function* tryLoop(size) {
  let done = 0;
  let failed = 0;
  let finished = 0;
  for (let i = 0; i < size; i++) {
    try {
      done += yield* risky(i);
    } catch {
      failed++;
    } finally {
      finished++;
    }
  }
  return done + 2 * failed + 3 * finished;
}
export { tryLoop as try };

/** A stream, which is what it has for async generators: an operation that gives a subscription. */
function* numbers(size) {
  let i = 0;
  return {
    *next() {
      return i < size ? { done: false, value: i++ } : { done: true, value: undefined };
    },
  };
}

export function* agen(size) {
  let sum = 0;
  const subscription = yield* numbers(size);
  for (let next = yield* subscription.next(); !next.done; next = yield* subscription.next()) sum += next.value;
  return sum;
}

export function* hot(size) {
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
}

const turn = () => until(Promise.resolve());

function* worker(id) {
  let sum = id;
  for (let i = 0; i < 10; i++) {
    yield* turn();
    sum += 1;
  }
  return sum;
}

export function* tasks(size) {
  const started = [];
  for (let id = 0; id < size; id++) started.push(yield* spawn(() => worker(id)));
  const sums = yield* allOf(started);
  let total = 0;
  for (let id = 0; id < size; id++) total += sums[id];
  return total;
}

function* job(id) {
  yield* turn();
  return id;
}

export function* gather(size) {
  const calls = [];
  for (let id = 0; id < size; id++) calls.push(job(id));
  const ids = yield* allOf(calls);
  return ids[0] + ids[size - 1] + ids.length;
}

export function* queue(size) {
  const requests = createQueue();
  const answers = createQueue();
  yield* spawn(function* () {
    for (;;) {
      const { value } = yield* requests.next();
      if (value < 0) return;
      answers.add(value + 1);
    }
  });
  let sum = 0;
  for (let i = 0; i < size; i++) {
    requests.add(i);
    sum += (yield* answers.next()).value;
  }
  requests.add(-1);
  return sum;
}

function* innermost() {
  yield* turn();
  return 0;
}

function* link(inner) {
  return (yield* inner) + 1;
}

export function* chain(size) {
  let at = innermost();
  for (let i = 0; i < size; i++) at = link(at);
  return yield* at;
}

const requestId = createContext("requestId", 0);

function* query(key) {
  yield* turn();
  return key * 2;
}
function* cache(key) {
  const found = yield* query(key);
  return found + (yield* requestId.expect());
}
function* repository(key) {
  return yield* cache(key);
}
function* service(key) {
  const row = yield* repository(key);
  return row + 1;
}
function* authorise(key) {
  if (key < 0) throw new Error("no such user");
  return yield* service(key);
}
function* route(key) {
  return yield* authorise(key);
}
function* logged(key, log) {
  try {
    return yield* route(key);
  } finally {
    log.lines++;
  }
}
function* handle(key, log) {
  const answer = yield* logged(key, log);
  return answer;
}

export function* handler(size) {
  const log = { lines: 0 };
  let sum = 0;
  for (let i = 0; i < size; i++) sum += yield* requestId.with(i, () => handle(i, log));
  return sum + log.lines;
}
