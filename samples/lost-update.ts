// A race: two tellers read a balance, wait for the bank's books, and write what they computed. Run as it is, the program
// is right nearly always. Under seeds it is not, and the schedule of the failure shows it again, here or on any machine:
//
//   node samples/dist/lost-update.js                               tries seeds until one fails
//   node samples/dist/lost-update.js "tsyncio-schedule:1;…"        plays a schedule back, with its trace
import { gather, sleep } from "tsyncio";
import { findFailure, simulate } from "tsyncio/testing";

const account = { balance: 0 };

async function deposit(amount: number): Promise<void> {
  const before = account.balance;
  await sleep(0); // the books are opened: others may run
  account.balance = before + amount;
}

async function teller(amounts: readonly number[]): Promise<void> {
  for (const amount of amounts) {
    await sleep(Math.floor(Math.random() * 5)); // the next customer comes when it pleases
    await deposit(amount);
  }
}

async function day(): Promise<void> {
  account.balance = 0;
  await gather(teller([10, 20]), teller([5]));
  if (account.balance !== 35) throw new Error(`the balance is ${account.balance} instead of 35: an update was lost`);
}

const [schedule] = process.argv.slice(2);
if (schedule === undefined) {
  simulate(day);
  console.log("a day like any other: the balance is right");
}

const failure = schedule === undefined ? findFailure(day, { seeds: 100 }) : undefined;
if (failure !== undefined) {
  console.log(`seed ${failure.schedule.seed}: ${String(failure.error)}`);
  console.log(failure.schedule.toString());
}

const again = schedule ?? failure?.schedule;
if (again !== undefined) {
  try {
    simulate(day, { schedule: again });
  } catch (error) {
    const { cause, trace } = error as Error & { trace: object };
    console.log(`played back: ${String(cause)}`);
    if (schedule !== undefined) console.log(String(trace));
  }
}
