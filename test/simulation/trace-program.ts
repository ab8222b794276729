// The programs whose traces must be the same, to the byte, on every engine. They use what differs between engines: clocks,
// time zones, chance, timers, errors the engine words, the order of promise jobs. `traces()` runs them under many seeds.
import { createTask, gather, isCancelled, sleep, timeout, TimeoutError } from "tsyncio";
import { choose, findFailure, note, simulate, SimulationError } from "tsyncio/testing";

interface Account {
  balance: number;
}

async function transfer(from: Account, to: Account, amount: number): Promise<void> {
  const seen = from.balance;
  await sleep(Math.floor(Math.random() * 3));
  from.balance = seen - amount;
  await null;
  to.balance += amount;
}

async function bank(): Promise<void> {
  const a = { balance: 100 };
  const b = { balance: 100 };
  await gather(transfer(a, b, 10), transfer(b, a, 20), transfer(a, b, 30));
  note(`a ${a.balance} b ${b.balance}`);
}

async function* readings(count: number): AsyncGenerator<number> {
  try {
    for (let i = 0; i < count; i++) {
      await sleep(5);
      yield Math.floor(Math.random() * 1000);
    }
  } finally {
    await sleep(1);
    note("sensor off");
  }
}

async function sensor(): Promise<void> {
  const heartbeat = setInterval(() => note(`heartbeat at ${performance.now()}`), 4);
  for await (const reading of readings(10)) {
    note(`${reading} at ${String(new Date())}`);
    if (reading < 300) break;
  }
  clearInterval(heartbeat);
}

async function slow(): Promise<void> {
  try {
    await sleep(1000);
  } finally {
    await sleep(2);
    note("slow was stopped");
  }
}

async function limits(): Promise<void> {
  try {
    await using _ = timeout(20);
    await slow();
  } catch (error) {
    note(error instanceof TimeoutError ? "too slow" : "another error");
  }
  const task = createTask(slow());
  await sleep(choose("patience", 3) * 500);
  task.cancel("enough");
  try {
    await task;
  } catch (error) {
    note(isCancelled(error) ? "cancelled" : "failed");
  }
}

function platform(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(() => note("timeout"), 2);
    setImmediate(() => note("immediate"));
    queueMicrotask(() => note("microtask"));
    const date = new Date(2021, 2, 28, 2, 30);
    note([date.toISOString(), date.getHours(), date.getTimezoneOffset(), date.toString()].join(" "));
    note([crypto.randomUUID(), ...crypto.getRandomValues(new Uint8Array(4)), Math.random()].join(" "));
    AbortSignal.timeout(7).addEventListener("abort", () => resolve());
  });
}

async function promises(): Promise<void> {
  const order: string[] = [];
  const log = (what: string) => (): void => void order.push(what);
  const settled = Promise.resolve().then(log("a")).then(log("b"));
  const adopted = Promise.resolve(settled).then(log("c"));
  const raced = Promise.race([sleep(3).then(log("slow")), sleep(1).then(log("fast"))]);
  await Promise.all([settled, adopted, raced, Promise.allSettled([Promise.reject(new Error("x"))])]);
  note(order.join(" "));
}

async function engineErrors(): Promise<void> {
  const failing = [
    async () => (null as unknown as { x: number }).x,
    async () => new Array(-1),
    async () => JSON.parse("{"),
    async () => decodeURIComponent("%"),
  ];
  for (const fail of failing) {
    try {
      await fail();
    } catch (error) {
      note((error as Error).name);
    }
  }
  await (undefined as unknown as () => Promise<void>)();
}

async function philosophers(): Promise<void> {
  const forks: (Promise<void> | null)[] = [null, null];
  const dine = async (first: number, second: number): Promise<void> => {
    for (const fork of [first, second]) {
      while (forks[fork] !== null) await forks[fork];
      forks[fork] = new Promise(() => {});
      await null;
    }
    forks[first] = forks[second] = null;
  };
  await gather(dine(0, 1), dine(1, 0));
}

const programs = { bank, sensor, limits, platform, promises, engineErrors, philosophers };

/** What all of them did, under many seeds. */
export function traces(seeds = 20): string {
  const parts: string[] = [];
  for (const [name, main] of Object.entries(programs)) {
    for (let seed = 0; seed < seeds; seed++) {
      parts.push(`== ${name}, seed ${seed}\n${traceOf(main, seed)}`);
    }
    const failure = findFailure(main, { seeds, onWarning: () => {} });
    parts.push(`== ${name}: ${failure === undefined ? "no failure" : failure.schedule.toString()}\n`);
  }
  return parts.join("");
}

function traceOf(main: () => Promise<void>, seed: number): string {
  const options = { seed, policy: seed === 0 ? "fifo" : "random" } as const;
  try {
    const { trace, schedule, time } = simulate(main, options);
    return `${trace.toString()}${schedule.toString()}\nended after ${time} ms\n`;
  } catch (error) {
    if (!(error instanceof SimulationError)) throw error;
    const cause = (error.cause as Error).name;
    return `${error.trace.toString()}${error.schedule.toString()}\n${cause} after ${error.time} ms\n`;
  }
}
