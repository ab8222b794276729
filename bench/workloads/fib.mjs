// Recursive calls: each is awaited by the one that makes it.
async function fib(n) {
  return n < 2 ? n : (await fib(n - 1)) + (await fib(n - 2));
}

export async function main(size) {
  return await fib(size);
}
