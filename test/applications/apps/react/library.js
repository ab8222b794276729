// What the components get their data from. Nothing arrives before the scenario says so.
const books = { 1: "Emma", 2: "Persuasion" };
const cache = new Map();
let waiting = [];

/** Everything that is on its way arrives. */
export function deliver() {
  for (const arrive of waiting.splice(0)) arrive();
}

export async function arrival(signal) {
  await new Promise((resolve, reject) => {
    waiting.push(resolve);
    signal?.addEventListener("abort", () => {
      waiting = waiting.filter((each) => each !== resolve);
      reject(signal.reason);
    });
  });
}

export async function load(id, { signal } = {}) {
  await arrival(signal);
  if (!books[id]) throw new RangeError(`no book ${id}`);
  return { id, title: books[id] };
}

/** The same promise for the same book, as `use` wants it. */
export function cached(id) {
  if (!cache.has(id)) cache.set(id, load(id));
  return cache.get(id);
}
