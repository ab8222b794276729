// `size` timers set and cancelled, a thousand at a time.
import { clearTimer, setTimer } from "./kit.mjs";

function nothing() {}

export async function main(size) {
  const pending = [];
  let cancelled = 0;
  for (let start = 0; start < size; start += 1000) {
    for (let i = 0; i < 1000; i++) pending.push(setTimer(nothing, 10_000 + (i % 100)));
    while (pending.length > 0) {
      clearTimer(pending.pop());
      cancelled++;
    }
  }
  return cancelled;
}
