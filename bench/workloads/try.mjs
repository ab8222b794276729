// try/catch/finally in a loop; every eighth call fails.
const failure = new Error("every eighth");

async function risky(i) {
  if (i % 8 === 7) throw failure;
  return 1;
}

export async function main(size) {
  let done = 0;
  let failed = 0;
  let finished = 0;
  for (let i = 0; i < size; i++) {
    try {
      done += await risky(i);
    } catch {
      failed++;
    } finally {
      finished++;
    }
  }
  return done + 2 * failed + 3 * finished;
}
