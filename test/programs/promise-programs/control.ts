// The same counting, with one async function left to the engine: it must be seen.
import { run } from "tsyncio";

async function native(): Promise<number> {
  "use native async";
  return 1;
}

async function main(): Promise<void> {
  await native();
}

run(main);
