// An async generator that nobody finishes still cleans up: the loop knows it, and runs its `finally`, awaits
// included, before `run` is over.
import { run, sleep } from "tsyncio";

async function* temperatures(): AsyncGenerator<number, void> {
  console.log("sensor: opened");
  try {
    for (let value = 20; ; value++) {
      await sleep(10);
      yield value;
    }
  } finally {
    console.log("sensor: closing ...");
    await sleep(10);
    console.log("sensor: ... closed");
  }
}

async function main(): Promise<void> {
  const sensor = temperatures();
  for (let reading = 1; reading <= 2; reading++) {
    const { value } = await sensor.next();
    console.log(`reading ${reading}: ${String(value)} degrees`);
  }
  // A `for await` would close the generator here; calls of next() do not.
  console.log("main: done");
}

run(main);
