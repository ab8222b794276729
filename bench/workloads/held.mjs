// `size` suspended tasks, all held by one thing they wait for; `probe` is called while they are.
import { makeGate, spawn, turn } from "./kit.mjs";

async function hold(gate, id) {
  const value = await gate;
  return value + id;
}

export async function main(size, probe) {
  const gate = makeGate();
  const held = new Array(size);
  for (let id = 0; id < size; id++) held[id] = spawn(hold(gate.wait, id));
  await turn(0);
  await turn(0);
  if (probe !== undefined) probe();
  gate.open(1);
  let sum = 0;
  for (let id = 0; id < size; id++) sum += await held[id];
  return sum;
}
