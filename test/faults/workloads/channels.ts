import { BrokenResourceError, createChannel, select, sleep, type ReceiveChannel, type SendChannel } from "tsyncio";
import type { Workload, World } from "../world.js";

/** Which values were sent and received. A value is in `sent` once `send` has returned. */
class Ledger {
  readonly sent: number[] = [];
  readonly received: number[] = [];
  /** Whether some receiver has seen the end: then nothing can be on its way any more. */
  ended = false;

  problems(): (string | false)[] {
    const twice = this.received.filter((value, index) => this.received.indexOf(value) !== index);
    const unsent = this.received.filter((value) => !this.sent.includes(value));
    const lost = this.sent.filter((value) => !this.received.includes(value));
    return [
      twice.length > 0 && `${twice.join(", ")} came twice`,
      unsent.length > 0 && `${unsent.join(", ")} came, although sending it was cancelled`,
      this.ended && lost.length > 0 && `${lost.join(", ")} got lost`,
    ];
  }
}

const everybodyEnded = ({ unfinished }: World): string | false =>
  unfinished.length > 0 && `${unfinished.join(", ")} still waiting`;

function traffic(capacity: number): Workload {
  return {
    name: `channel: of ${capacity}, closed by the last sender`,
    small: true,
    start(world) {
      const ledger = new Ledger();
      const [send, receive] = createChannel<number>(capacity);
      const producer = (name: string, out: SendChannel<number>, from: number): void => {
        const task = world.spawn(name, async () => {
          using _ = out;
          try {
            for (let value = from; value < from + 2; value += 1) {
              await out.send(value);
              ledger.sent.push(value);
            }
          } catch (error) {
            if (!(error instanceof BrokenResourceError)) throw error;
          }
        });
        // A task that is cancelled before it starts closes nothing.
        task.addDoneCallback(() => out.close());
      };
      const consumer = (name: string, input: ReceiveChannel<number>): void => {
        const task = world.spawn(name, async () => {
          using _ = input;
          for await (const value of input) ledger.received.push(value);
          ledger.ended = true;
        });
        task.addDoneCallback(() => input.close());
      };
      producer("producer 1", send.clone(), 10);
      consumer("consumer 1", receive.clone());
      consumer("consumer 2", receive.clone());
      producer("producer 2", send.clone(), 20);
      send.close();
      receive.close();
      return {
        atRest: () => [everybodyEnded(world), ...ledger.problems()],
        atEnd: () => {
          const { waitingSenders, waitingReceivers } = send.statistics();
          return [waitingSenders + waitingReceivers > 0 && "somebody is left in the line", ...ledger.problems()];
        },
      };
    },
  };
}

const selecting: Workload = {
  name: "select: from two channels, into a third",
  small: true,
  start(world) {
    const ledger = new Ledger();
    const passed = new Ledger();
    const [toA, a] = createChannel<number>(0);
    const [toB, b] = createChannel<number>(1);
    const [toC, c] = createChannel<number>(0);
    const producer = (out: SendChannel<number>, from: number) => async (): Promise<void> => {
      for (let value = from; value < from + 2; value += 1) {
        await out.send(value);
        ledger.sent.push(value);
      }
    };
    world.spawn("producer a", producer(toA, 10));
    world.spawn("producer b", producer(toB, 20));
    world.spawn("selector", async () => {
      let next = 100;
      for (let round = 0; round < 6; round += 1) {
        const chosen = await select({ a: a.receiving(), b: b.receiving(), c: toC.sending(next) });
        if (chosen.key === "c") passed.sent.push(next++);
        else ledger.received.push(chosen.value);
      }
    });
    world.spawn("reader", async () => {
      await sleep(0);
      for (let round = 0; round < 2; round += 1) passed.received.push(await c.receive());
    });
    const problems = (): (string | false)[] => [...ledger.problems(), ...passed.problems()];
    return {
      atRest: () => {
        const waiting = (name: string): boolean => world.unfinished.includes(name);
        return [
          world.cancelled.size === 0 && everybodyEnded(world),
          waiting("selector") && waiting("producer a") && "the selector and producer a wait for each other",
          waiting("selector") && waiting("producer b") && "the selector and producer b wait for each other",
          waiting("selector") && waiting("reader") && "the selector and the reader wait for each other",
          ...problems(),
        ];
      },
      atEnd: () => {
        const all = [toA, toB, toC].map((end) => end.statistics());
        const left = all.some(({ waitingSenders, waitingReceivers }) => waitingSenders + waitingReceivers > 0);
        const buffered = toB.statistics().buffered;
        const missing = ledger.sent.length - ledger.received.length;
        return [
          left && "somebody is left in a line",
          missing !== buffered && `${missing} values are missing, ${buffered} are in the buffer`,
          passed.sent.length !== passed.received.length && "a value that was sent was not received",
          ...problems(),
        ];
      },
    };
  },
};

const closing: Workload = {
  name: "channel: an end is closed while others wait through it",
  start(world) {
    const [send, receive] = createChannel<number>(0);
    const outcomes: string[] = [];
    const settle = (name: string, body: () => PromiseLike<unknown>): void => {
      world.spawn(name, async () => {
        try {
          await body();
          outcomes.push(name);
        } catch (error) {
          if (!(error instanceof Error) || !/ResourceError|EndOfChannel/.test(error.name)) throw error;
          outcomes.push(`${name}: ${error.name}`);
        }
      });
    };
    const clone = receive.clone();
    settle("receiver 1", () => receive.receive());
    settle("receiver 2", () => clone.receive());
    settle("closer", async () => {
      try {
        await sleep(0);
      } finally {
        receive.close();
      }
      try {
        await sleep(1);
        await send.send(1);
      } finally {
        send.close();
        clone.close();
      }
    });
    return {
      atRest: () => world.cancelled.size === 0 && everybodyEnded(world),
      atEnd: () => {
        const { waitingReceivers, waitingSenders } = send.statistics();
        const undisturbed = ["receiver 1: ClosedResourceError", "receiver 2", "closer"].sort();
        return [
          waitingReceivers + waitingSenders > 0 && "somebody is left in a line",
          world.cancelled.size === 0 && String([...outcomes].sort()) !== String(undisturbed) && outcomes.join(", "),
        ];
      },
    };
  },
};

const throughGenerator: Workload = {
  name: "channel: received by an async generator, which somebody iterates",
  small: true,
  start(world) {
    const ledger = new Ledger();
    const [send, receive] = createChannel<number>(0);
    async function* source(): AsyncGenerator<number> {
      const leave = world.enter("generator");
      try {
        for await (const value of receive) {
          ledger.received.push(value);
          yield value;
        }
        ledger.ended = true;
      } finally {
        // A second cancellation may cut this short, as any clean-up that waits.
        try {
          await sleep(0);
        } finally {
          leave();
        }
      }
    }
    const consumer = world.spawn("consumer", async () => {
      const leave = world.enter("consumer");
      try {
        for await (const value of source()) await sleep(value % 2);
      } finally {
        leave();
      }
    });
    consumer.addDoneCallback(() => receive.close());
    const producer = world.spawn("producer", async () => {
      try {
        for (const value of [1, 2, 3]) {
          await send.send(value);
          ledger.sent.push(value);
        }
      } catch (error) {
        if (!(error instanceof BrokenResourceError)) throw error;
      }
    });
    producer.addDoneCallback(() => send.close());
    return {
      atRest: () => [everybodyEnded(world), ...ledger.problems()],
      atEnd: () => ledger.problems(),
    };
  },
};

export const workloads: readonly Workload[] = [
  traffic(0),
  traffic(1),
  traffic(Infinity),
  selecting,
  throughGenerator,
  closing,
];
