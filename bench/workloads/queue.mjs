// Two tasks and two queues: every message is answered before the next is sent.
import { Queue, spawn } from "./kit.mjs";

async function answer(requests, answers) {
  for (;;) {
    const message = await requests.get();
    if (message < 0) return;
    await answers.put(message + 1);
  }
}

export async function main(size) {
  const requests = new Queue();
  const answers = new Queue();
  const partner = spawn(answer(requests, answers));
  let sum = 0;
  for (let i = 0; i < size; i++) {
    await requests.put(i);
    sum += await answers.get();
  }
  await requests.put(-1);
  await partner;
  return sum;
}
