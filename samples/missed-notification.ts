// A missed notification: the reader looks for mail, finds none, and gets ready to wait. What arrives in between is
// announced to nobody, and the reader sleeps for ever beside a full mailbox.
//
//   node samples/dist/missed-notification.js                               tries seeds until one fails
//   node samples/dist/missed-notification.js "tsyncio-schedule:1;…"        plays a schedule back
import { Event, gather, sleep } from "tsyncio";
import { findFailure, note, simulate } from "tsyncio/testing";

class Mailbox {
  readonly #letters: string[] = [];
  readonly #arrived = new Event({ name: "mail has arrived" });

  deliver(letter: string): void {
    this.#letters.push(letter);
    this.#arrived.set();
  }

  async read(): Promise<string> {
    while (this.#letters.length === 0) {
      note("no mail");
      await sleep(0); // tells somebody so
      this.#arrived.clear(); // wrong: it may have been set meanwhile
      await this.#arrived.wait();
    }
    return this.#letters.shift() as string;
  }
}

async function postman(mailbox: Mailbox): Promise<void> {
  await sleep(0);
  await sleep(0);
  mailbox.deliver("a letter");
}

async function morning(): Promise<void> {
  const mailbox = new Mailbox();
  await gather(mailbox.read(), postman(mailbox));
}

const [given] = process.argv.slice(2);
if (given === undefined) {
  simulate(morning);
  console.log("a morning like any other: the letter was read");
}

const failure = given === undefined ? findFailure(morning, { seeds: 100 }) : undefined;
const schedule = given ?? failure?.schedule.toString();
if (schedule !== undefined) {
  console.log(`played back: ${schedule}`);
  try {
    simulate(morning, { schedule });
  } catch (error) {
    console.log(String((error as Error).cause));
  }
}
