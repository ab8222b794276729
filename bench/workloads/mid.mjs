// Await a trivial call in a loop.
async function trivial(i) {
  return i;
}

export async function main(size) {
  let sum = 0;
  for (let i = 0; i < size; i++) sum += await trivial(i);
  return sum;
}
