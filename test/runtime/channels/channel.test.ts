/** Memory channels: trio's semantics (test_channel.py), and what our cancellation adds. */
import {
  ArgumentError,
  BrokenResourceError,
  ClosedResourceError,
  createChannel,
  createTask,
  EndOfChannel,
  gather,
  sleep,
  WouldBlock,
  type Task,
} from "tsyncio";
import { simulated } from "../sync/simulated.js";

const outcomesOf = async (...awaitables: PromiseLike<unknown>[]): Promise<string[]> => {
  const outcomes = await gather(...awaitables, { returnExceptions: true });
  return outcomes.map((outcome) => (outcome instanceof Error ? outcome.name : String(outcome)));
};

test("a buffer of two: senders wait when it is full, values keep their order", () => {
  simulated(async () => {
    const [send, receive] = createChannel<number>(2);
    send.sendNowait(1);
    send.sendNowait(2);
    expect(() => send.sendNowait(3)).toThrow(WouldBlock);
    const third = createTask(send.send(3));
    const fourth = createTask(send.send(4));
    await sleep(0);
    expect(send.statistics()).toEqual({
      buffered: 2,
      capacity: 2,
      openSenders: 1,
      openReceivers: 1,
      waitingSenders: 2,
      waitingReceivers: 0,
    });
    const received = [
      receive.receiveNowait(),
      await receive.receive(),
      await receive.receive(),
      await receive.receive(),
    ];
    expect(received).toEqual([1, 2, 3, 4]);
    await gather(third, fourth);
    expect(() => receive.receiveNowait()).toThrow(WouldBlock);
  });
});

test("without a buffer, a value is sent when it is received", () => {
  const order: string[] = [];
  simulated(async () => {
    const [send, receive] = createChannel<string>(0);
    const sender = createTask(
      (async () => {
        await send.send("value");
        order.push("sent");
      })(),
    );
    await sleep(5);
    expect(() => send.sendNowait("other")).toThrow(WouldBlock);
    order.push("receiving");
    order.push(await receive.receive());
    await sender;
  });
  expect(order).toEqual(["receiving", "value", "sent"]);
});

test("receivers that wait are served in order", () => {
  simulated(async () => {
    const [send, receive] = createChannel<number>(0);
    const tasks = [1, 2, 3].map(() => createTask(receive.receive()));
    await sleep(0);
    for (const value of [1, 2, 3]) send.sendNowait(value);
    expect(await gather(...tasks)).toEqual([1, 2, 3]);
  });
});

test("iteration ends when the last sending end is closed", () => {
  simulated(async () => {
    const [send, receive] = createChannel<string>(10);
    const producer = async (name: string, time: number): Promise<void> => {
      using out = send.clone();
      for (const n of [1, 2]) {
        await sleep(time);
        await out.send(`${name}${n}`);
      }
    };
    const producers = [createTask(producer("a", 2)), createTask(producer("b", 3))];
    await sleep(0);
    send.close();
    const received: string[] = [];
    for await (const value of receive) received.push(value);
    expect(received).toEqual(["a1", "b1", "a2", "b2"]);
    await gather(...producers);
    expect(await outcomesOf(receive.receive())).toEqual(["EndOfChannel"]);
    expect(() => receive.receiveNowait()).toThrow(EndOfChannel);
  });
});

test("leaving the loop early leaves the channel open", () => {
  simulated(async () => {
    const [send, receive] = createChannel<number>(5);
    for (const value of [1, 2, 3]) send.sendNowait(value);
    for await (const value of receive) if (value === 2) break;
    expect(receive.closed).toBe(false);
    expect(await receive.receive()).toBe(3);
  });
});

test("closing an end wakes who waits through it, and only those", () => {
  simulated(async () => {
    const [send, receive] = createChannel<number>(0);
    const clone = receive.clone();
    const through = createTask(receive.receive());
    const other = createTask(clone.receive());
    await sleep(0);
    receive.close();
    receive.close();
    expect(await outcomesOf(through)).toEqual(["ClosedResourceError"]);
    expect(other.done()).toBe(false);
    send.sendNowait(7);
    expect(await other).toBe(7);
    expect(() => receive.receiveNowait()).toThrow(ClosedResourceError);
    expect(() => receive.clone()).toThrow(ClosedResourceError);
    expect(await outcomesOf(receive.receive())).toEqual(["ClosedResourceError"]);
  });
});

test("when nobody can receive any more, senders are told and the buffer is dropped", () => {
  simulated(async () => {
    const [send, receive] = createChannel<number>(1, { name: "jobs" });
    send.sendNowait(1);
    const waiting = createTask(send.send(2));
    await sleep(0);
    receive.close();
    expect(await outcomesOf(waiting, send.send(3))).toEqual(["BrokenResourceError", "BrokenResourceError"]);
    expect(() => send.sendNowait(4)).toThrow(BrokenResourceError);
    expect(() => send.sendNowait(4)).toThrow(/the channel "jobs"/);
    expect(send.statistics().buffered).toBe(0);
    send.close();
    expect(() => send.sendNowait(5)).toThrow(ClosedResourceError);
  });
});

test("a cancelled send has sent nothing, a cancelled receive has received nothing", () => {
  simulated(async () => {
    const [send, receive] = createChannel<number>(0);
    const sender = createTask(send.send(1));
    await sleep(0);
    sender.cancel();
    expect(() => receive.receiveNowait()).toThrow(WouldBlock);
    const receiver = createTask(receive.receive());
    await sleep(0);
    receiver.cancel();
    expect(() => send.sendNowait(2)).toThrow(WouldBlock);
    expect(await outcomesOf(sender, receiver)).toEqual(["CancelledError", "CancelledError"]);
  });
});

test("a cancellation that comes after the value changed hands surfaces at the next await", () => {
  const log: unknown[] = [];
  simulated(async () => {
    const [send, receive] = createChannel<string>(0);
    const receiver = createTask(
      (async () => {
        log.push(await receive.receive());
        try {
          await sleep(1000);
        } finally {
          log.push("cancelled");
        }
      })(),
    );
    const sender = createTask(
      (async () => {
        await send.send("value");
        log.push("sent");
        await sleep(1000);
      })(),
    );
    await sleep(0);
    receiver.cancel();
    sender.cancel();
    expect(await outcomesOf(receiver, sender)).toEqual(["CancelledError", "CancelledError"]);
  });
  expect(log).toEqual(["sent", "value", "cancelled"]);
});

test("in a task function, too", () => {
  simulated(async () => {
    const [send, receive] = createChannel<string>(1);
    let got: string | undefined;
    send.sendNowait("value");
    const task = (async (): Promise<void> => {
      "use task";
      got = await receive.receive();
      await sleep(1000);
    })() as Task<void>;
    task.cancel();
    await sleep(0);
    await sleep(0);
    expect([got, task.cancelled(), send.statistics().buffered]).toEqual(["value", true, 0]);
  });
});

test("a capacity is a number, 0 or more", () => {
  for (const capacity of [-1, NaN, undefined, "3"]) {
    expect(() => createChannel(capacity as number)).toThrow(ArgumentError);
  }
  const [send] = createChannel<number>(Infinity);
  for (let i = 0; i < 100; i += 1) send.sendNowait(i);
  expect(send.statistics().buffered).toBe(100);
});
