// An async generator consumed by `for await`.
async function* numbers(size) {
  for (let i = 0; i < size; i++) yield i;
}

export async function main(size) {
  let sum = 0;
  for await (const i of numbers(size)) sum += i;
  return sum;
}
