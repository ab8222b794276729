import { Fifo, Heap, Lifo, type Storage } from "../../../runtime/primitives/queues/storage.js";

/** Random numbers that are a pure function of the seed. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Puts and takes at random, and compares with an array in which `next` finds what comes out. */
function agrees(storage: Storage<number>, next: (items: readonly number[]) => number, seed: number): void {
  const below = random(seed);
  const model: number[] = [];
  const taken: (number | undefined)[] = [];
  const expected: (number | undefined)[] = [];
  const sizes: number[] = [];
  for (let i = 0; i < 5000; i += 1) {
    // More comes in at first, more goes out at last.
    if (model.length === 0 || below(5000) > i) {
      const item = below(50);
      storage.push(item);
      model.push(item);
    } else {
      taken.push(storage.pop());
      expected.push(model.splice(next(model), 1)[0]);
    }
    sizes.push(storage.size - model.length);
  }
  expect(taken.length).toBeGreaterThan(1000);
  expect(taken).toEqual(expected);
  expect(new Set(sizes)).toEqual(new Set([0]));
  expect([...storage].sort()).toEqual([...model].sort());
}

test.each([1, 2, 3])("first in, first out (seed %i)", (seed) => {
  agrees(new Fifo(), () => 0, seed);
});

test.each([1, 2, 3])("last in, first out (seed %i)", (seed) => {
  agrees(new Lifo(), (items) => items.length - 1, seed);
});

test.each([1, 2, 3])("the least first (seed %i)", (seed) => {
  agrees(new Heap((a, b) => a - b), (items) => items.indexOf(Math.min(...items)), seed);
});

test("of equals, what came first", () => {
  const heap = new Heap<{ priority: number; name: string }>((a, b) => a.priority - b.priority);
  const below = random(7);
  const items = Array.from({ length: 200 }, (_, i) => ({ priority: below(5), name: String(i) }));
  for (const item of items) heap.push(item);
  const out = items.map(() => heap.pop());
  expect(out).toEqual([...items].sort((a, b) => a.priority - b.priority));
});

test("cut off when half of it has gone, the rest keeps its order", () => {
  const fifo = new Fifo<number>();
  for (let i = 0; i < 100; i += 1) fifo.push(i);
  for (let i = 0; i < 60; i += 1) fifo.pop();
  expect([...fifo]).toEqual(Array.from({ length: 40 }, (_, i) => 60 + i));
});
