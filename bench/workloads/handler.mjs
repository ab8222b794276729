// What a request does: 8 nested async calls, one context variable read, one try/finally, one real wait.
import { turn, Variable } from "./kit.mjs";

const requestId = new Variable(0);

async function query(key) {
  await turn(0);
  return key * 2;
}
async function cache(key) {
  const found = await query(key);
  return found + requestId.get();
}
async function repository(key) {
  return await cache(key);
}
async function service(key) {
  const row = await repository(key);
  return row + 1;
}
async function authorise(key) {
  if (key < 0) throw new Error("no such user");
  return await service(key);
}
async function route(key) {
  return await authorise(key);
}
async function logged(key, log) {
  try {
    return await route(key);
  } finally {
    log.lines++;
  }
}
async function handle(key, log) {
  const answer = await logged(key, log);
  return answer;
}

export async function main(size) {
  const log = { lines: 0 };
  let sum = 0;
  for (let i = 0; i < size; i++) sum += await requestId.run(i, () => handle(i, log));
  return sum + log.lines;
}
