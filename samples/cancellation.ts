// A task is cancelled in the middle of its work. Its `finally` runs, and awaits; the `catch` around the work is for
// errors and does not see the cancellation, so nothing is retried that nobody wants any more.
import { CancelledError, createTask, run, sleep } from "tsyncio";

async function removePartialFile(): Promise<void> {
  console.log("removing the partial file ...");
  await sleep(50);
  console.log("... removed");
}

async function receive(chunk: number): Promise<void> {
  await sleep(300);
  if (chunk === 2) throw new Error("connection lost");
  console.log(`chunk ${chunk} received`);
}

async function download(): Promise<string> {
  try {
    for (let chunk = 1; ; chunk++) {
      try {
        await receive(chunk);
      } catch (error) {
        console.log(`chunk ${chunk} failed (${String(error)}), going on`);
      }
    }
  } finally {
    await removePartialFile();
  }
}

async function main(): Promise<void> {
  const task = createTask(download());
  await sleep(1050);

  console.log("cancelling the download");
  task.cancel("the user closed the window");
  try {
    await task;
  } catch (error) {
    if (!(error instanceof CancelledError)) throw error;
    console.log(`download cancelled: ${error.message}`);
  }
}

run(main);
