// A deadlock: two transfers take the same two locks in opposite order. It takes two customers who come within the same
// millisecond, so nobody has seen it yet. Running seeds does, and the report says who holds what and waits where.
//
//   node samples/dist/two-locks.js                               tries seeds until one fails
//   node samples/dist/two-locks.js "tsyncio-schedule:1;…"        plays a schedule back
import { gather, Lock, sleep } from "tsyncio";
import { findFailure, simulate } from "tsyncio/testing";

class Account {
  balance = 100;
  readonly lock: Lock;

  constructor(name: string) {
    this.lock = new Lock({ name });
  }
}

async function transfer(from: Account, to: Account, amount: number): Promise<void> {
  await sleep(Math.floor(Math.random() * 10));
  await using _from = from.lock;
  from.balance -= amount;
  await sleep(1);
  await using _to = to.lock;
  to.balance += amount;
}

async function day(): Promise<void> {
  const anna = new Account("anna");
  const ben = new Account("ben");
  await gather(transfer(anna, ben, 10), transfer(ben, anna, 20));
}

const [given] = process.argv.slice(2);
if (given === undefined) {
  simulate(day);
  console.log("a day like any other: both transfers were made");
}

const failure = given === undefined ? findFailure(day, { seeds: 100 }) : undefined;
const schedule = given ?? failure?.schedule.toString();
if (schedule !== undefined) {
  console.log(`played back: ${schedule}`);
  try {
    simulate(day, { schedule });
  } catch (error) {
    console.log(String((error as Error).cause));
  }
}
