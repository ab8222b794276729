// `size` tasks contend for one lock; each takes it ten times and waits once while it holds it.
import { gather, Lock, spawn, turn } from "./kit.mjs";

async function contend(lock, counter) {
  for (let i = 0; i < 10; i++) {
    await lock.acquire();
    try {
      const seen = counter.value;
      await turn(0);
      counter.value = seen + 1;
    } finally {
      lock.release();
    }
  }
}

export async function main(size) {
  const lock = new Lock();
  const counter = { value: 0 };
  const started = [];
  for (let id = 0; id < size; id++) started.push(spawn(contend(lock, counter)));
  await gather(started);
  return counter.value;
}
