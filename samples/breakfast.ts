// Two jobs at once: the toast is ready while the coffee is still brewing.
//
//   npm start                                      takes two seconds
//   node samples/dist/breakfast.js --simulated     the same program on simulated time: done at once
import { gather, getRunningLoop, run, simulatedHost, sleep } from "tsyncio";

async function makeCoffee(): Promise<string> {
  console.log("coffee: brewing");
  await sleep(2000);
  console.log("coffee: ready");
  return "coffee";
}

async function makeToast(): Promise<string> {
  console.log("toast: in the toaster");
  await sleep(1000);
  console.log("toast: ready");
  return "toast";
}

async function main(): Promise<void> {
  console.log("Breakfast, please!");
  const loop = getRunningLoop();
  const start = loop.time();

  const served = await gather(makeCoffee(), makeToast());

  console.log(`Served: ${served.join(" and ")}`);
  console.log(`Finished in ${((loop.time() - start) / 1000).toFixed(2)} seconds`);
}

const simulate = process.argv.includes("--simulated");
run(main, simulate ? { host: simulatedHost() } : {});
