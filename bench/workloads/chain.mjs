// A deep chain: the innermost waits, and `size` callers wait for one another.
import { turn } from "./kit.mjs";

async function innermost() {
  await turn(0);
  return 0;
}

async function link(inner) {
  return (await inner) + 1;
}

export async function main(size) {
  let chain = innermost();
  for (let i = 0; i < size; i++) chain = link(chain);
  return await chain;
}
