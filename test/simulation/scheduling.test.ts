/** What a policy may decide, and what it may not. */
import { run, simulatedHost } from "tsyncio";
import { explore, type Policy, simulate } from "tsyncio/testing";
import { load } from "./program.js";

interface Logged {
  main: (log: (what: unknown) => void) => Promise<void>;
}

/** Every order of events that 300 seeds bring about. */
function orders(source: string): Set<string> {
  const { main } = load<Logged>(source);
  const seen = new Set<string>();
  explore(
    () => {
      const log: unknown[] = [];
      return main((what) => log.push(what)).then(() => seen.add(log.join("")));
    },
    { seeds: 300 },
  );
  return seen;
}

const three = (wait: string): string => `
  import { sleep } from "tsyncio";
  export async function main(log) {
    const task = async (name) => { ${wait}; log(name); };
    const tasks = [task("a"), task("b"), task("c")];
    for (const one of tasks) await one;
  }`;
const all = ["abc", "acb", "bac", "bca", "cab", "cba"];

test.each([
  ["await of a plain value", "await null"],
  ["sleep(0)", "await sleep(0)"],
  ["timers of equal deadlines", "await sleep(5)"],
  ["a settled promise", "await Promise.resolve()"],
])("tasks that go on at the same time do so in every order: %s", (_what, wait) => {
  expect([...orders(three(wait))].sort()).toEqual(all);
});

test("time comes before chance: deadlines keep their order", () => {
  expect([...orders(three(`await sleep({ a: 1, b: 2, c: 3 }[name])`))]).toEqual(["abc"]);
});

test.each([
  ["callSoon", `for (const name of "abc") getRunningLoop().callSoon(() => log(name));`],
  ["then on one promise", `const p = Promise.resolve(); for (const name of "abc") p.then(() => log(name));`],
  ["queueMicrotask", `for (const name of "abc") queueMicrotask(() => log(name));`],
  ["setTimeout", `for (const name of "abc") setTimeout(() => log(name), 5);`],
])("callbacks keep the order that is promised to them: %s", (_what, body) => {
  const seen = orders(`
    import { getRunningLoop, sleep } from "tsyncio";
    export async function main(log) { ${body} await sleep(10); }`);
  expect([...seen]).toEqual(["abc"]);
});

test("callbacks and tasks are in no order to each other", () => {
  const seen = orders(`
    import { getRunningLoop, sleep } from "tsyncio";
    export async function main(log) {
      const task = (async () => { await null; log("t"); })();
      getRunningLoop().callSoon(() => log("c"));
      await task; await sleep(1);
    }`);
  expect([...seen].sort()).toEqual(["ct", "tc"]);
});

test("possibility 0 is always what a real loop does", () => {
  const { main } = load<Logged>(`
    import { createTask, gather, getRunningLoop, sleep } from "tsyncio";
    async function* numbers(log) { for (let n = 0; n < 3; n++) { await null; yield n; log("made " + n); } }
    export async function main(log) {
      const loop = getRunningLoop();
      const child = async (name) => {
        for (let i = 0; i < 4; i++) {
          if (i % 2) await sleep(0); else await null;
          log(name + i);
          loop.callSoon(() => log("callback " + name + i));
          Promise.resolve(i).then((n) => log("reaction " + name + n));
        }
        return Promise.resolve(name);
      };
      const consumer = (async () => { for await (const n of numbers(log)) log("got " + n); })();
      const late = (async () => { await sleep(3); log("late"); })();
      log(await gather(child("a"), child("b"), child("c")));
      await consumer; await late;
    }`);
  const real: unknown[] = [];
  run(() => main((what) => real.push(String(what))), { host: simulatedHost() });
  const first: Policy = { name: "first", choose: () => 0 };
  for (const policy of ["fifo", first] as const) {
    const log: unknown[] = [];
    simulate(() => main((what) => log.push(String(what))), { policy });
    expect(log).toEqual(real);
  }
  expect(real.length).toBeGreaterThan(40);
});

test("ten thousand tasks are no trouble, in the middle of the queue either", () => {
  const { main } = load<Logged>(`
    export async function main(log) {
      const task = async () => { await null; await null; };
      const tasks = Array.from({ length: 10_000 }, task);
      for (const one of tasks) await one;
    }`);
  const started = performance.now();
  simulate(() => main(() => {}), { policy: "random", trace: false });
  expect(performance.now() - started).toBeLessThan(20_000);
});
