// Wrong on purpose: a report is computed in one go, and meanwhile nothing else can run. In debug mode the loop says who did
// that, and between which awaits.
import { gather, getRunningLoop, run, sleep } from "tsyncio";

function compute(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

async function report(): Promise<void> {
  await sleep(10);
  compute(2000);
  await sleep(10);
  console.log("report: ready");
}

async function heartbeat(): Promise<void> {
  for (let beat = 1; beat <= 3; beat++) await sleep(10);
  console.log("heartbeat: late");
}

async function main(): Promise<void> {
  getRunningLoop().slowCallbackDuration = 1500;
  await gather(report(), heartbeat());
}

run(main, { debug: true });
