// The workloads: what each is called, how large it is, what it must give, and what is measured of it.
//
//   role "await"   what the targets call the await workloads: their geometric mean counts, and the worst of them
//   role "other"   reported; has a target of its own or none
//   processes      how many processes a contender's rounds are spread over; else what the options say
//   measure        "time" (default), "bytes" (heap per suspended task), "startup" (import and first call, in a new process)
const sumTo = (n) => (n * (n - 1)) / 2;

const fibonacci = (n) => (n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2));

function hotLoop(size) {
  let state = 1;
  let sum = 0;
  for (let outer = 0; outer < size; outer++) {
    state = (state + outer) | 0;
    for (let inner = 0; inner < 10_000; inner++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
      sum = (sum + (state >>> 16)) | 0;
    }
  }
  return sum;
}

const every = (n) => Math.floor(n / 8);

export const workloads = [
  { name: "mid", title: "await a trivial call in a loop", size: 50_000, role: "await", expected: sumTo },
  { name: "fib", title: "recursive calls", size: 20, quick: 16, role: "await", expected: fibonacci },
  {
    name: "try",
    title: "try/catch/finally in a loop",
    size: 16_000,
    role: "await",
    expected: (n) => n - every(n) + 2 * every(n) + 3 * n,
  },
  { name: "agen", title: "for await over an async generator", size: 16_000, role: "await", expected: sumTo },
  {
    name: "hot",
    title: "hot loop without awaits",
    size: 200,
    quick: 200,
    processes: Infinity,
    role: "other",
    expected: hotLoop,
  },
  {
    name: "tasks",
    title: "tasks × 10 switches",
    size: 10_000,
    quick: 10_000,
    role: "await",
    expected: (n) => sumTo(n) + 10 * n,
  },
  { name: "gather", title: "gather", size: 100_000, quick: 100_000, role: "await", expected: (n) => 2 * n - 1 },
  { name: "queue", title: "queue ping-pong", size: 10_000, role: "await", expected: (n) => sumTo(n) + n },
  { name: "lock", title: "lock contention, × 10", size: 1_000, role: "await", expected: (n) => 10 * n },
  {
    name: "timers",
    title: "timers set and cancelled",
    size: 1_000_000,
    quick: 100_000,
    role: "other",
    expected: (n) => n,
  },
  { name: "chain", title: "deep await chain", size: 10_000, quick: 10_000, role: "await", expected: (n) => n },
  {
    name: "handler",
    title: "HTTP-like handler",
    size: 3_000,
    role: "await",
    // key * 2 + variable + 1, the variable being the key; and one log line each.
    expected: (n) => 3 * sumTo(n) + 2 * n,
  },
  {
    name: "methods",
    title: "methods that await methods",
    size: 16_000,
    role: "other",
    expected: (n) => sumTo(n) + 2 * n,
  },
  {
    name: "held",
    title: "bytes per suspended task",
    size: 100_000,
    quick: 20_000,
    role: "other",
    measure: "bytes",
    expected: (n) => sumTo(n) + n,
  },
  {
    name: "startup",
    title: "start-up",
    source: "mid",
    size: 10,
    quick: 10,
    role: "other",
    measure: "startup",
    expected: sumTo,
  },
].map((workload) => ({ source: workload.name, measure: "time", ...workload }));

export function sizeOf(workload, quick) {
  return quick ? (workload.quick ?? Math.round(workload.size / 4)) : workload.size;
}
