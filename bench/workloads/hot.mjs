// A hot inner loop without awaits inside an async function.
async function trivial(i) {
  return i;
}

export async function main(size) {
  let state = 1;
  let sum = 0;
  for (let outer = 0; outer < size; outer++) {
    state = (state + (await trivial(outer))) | 0;
    for (let inner = 0; inner < 10_000; inner++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
      sum = (sum + (state >>> 16)) | 0;
    }
  }
  return sum;
}
