// Many tasks that take turns: `size` tasks × 10 switches.
import { gather, spawn, turn } from "./kit.mjs";

async function worker(id) {
  let sum = id;
  for (let i = 0; i < 10; i++) {
    await turn(0);
    sum += 1;
  }
  return sum;
}

export async function main(size) {
  const started = [];
  for (let id = 0; id < size; id++) started.push(spawn(worker(id)));
  const sums = await gather(started);
  let total = 0;
  for (let id = 0; id < size; id++) total += sums[id];
  return total;
}
