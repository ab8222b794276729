// 100,000 awaits of every kind that the loop does itself: calls, `gather`, `Promise.all`, `sleep(0)`.
import { gather, run, sleep } from "tsyncio";

async function add(a: number, b: number): Promise<number> {
  return a + b;
}

async function main(): Promise<void> {
  let sum = 0;
  for (let n = 0; n < 25_000; n++) {
    sum = await add(sum, 1);
    await sleep(0);
    const [a, b] = await gather(add(1, 2), add(3, 4));
    const [c, d] = await Promise.all([add(1, 2), add(3, 4)]);
    sum += a! + b! - c! - d!;
  }
  if (sum !== 25_000) throw new Error(`sum is ${sum}`);
}

run(main);
