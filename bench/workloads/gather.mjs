// Gathers `size` calls, each of which waits once.
import { gather, turn } from "./kit.mjs";

async function job(id) {
  await turn(0);
  return id;
}

export async function main(size) {
  const calls = [];
  for (let id = 0; id < size; id++) calls.push(job(id));
  const ids = await gather(calls);
  return ids[0] + ids[size - 1] + ids.length;
}
