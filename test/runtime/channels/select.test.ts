import {
  ArgumentError,
  createChannel,
  createTask,
  EndOfChannel,
  gather,
  select,
  selectNowait,
  sleep,
  WouldBlock,
} from "tsyncio";
import { simulated } from "../sync/simulated.js";

test("what can take place does, the first case before the others", () => {
  simulated(async () => {
    const [toA, a] = createChannel<number>(1);
    const [toB, b] = createChannel<string>(1);
    const [toC, c] = createChannel<boolean>(1);
    toB.sendNowait("from b");
    expect(await select({ a: a.receiving(), b: b.receiving() })).toEqual({ key: "b", value: "from b" });
    toA.sendNowait(1);
    toB.sendNowait("again");
    expect(await select({ a: a.receiving(), b: b.receiving() })).toEqual({ key: "a", value: 1 });
    expect(await select({ a: a.receiving(), c: toC.sending(true) })).toEqual({ key: "c", value: undefined });
    expect(await c.receive()).toBe(true);
    expect(await b.receive()).toBe("again");
  });
});

test("exactly one takes place when it had to wait", () => {
  simulated(async () => {
    const [toA, a] = createChannel<number>(0);
    const [toB, b] = createChannel<number>(0);
    const chosen = createTask(select({ a: a.receiving(), b: toB.sending(2) }));
    await sleep(0);
    expect([toA.statistics().waitingReceivers, toB.statistics().waitingSenders]).toEqual([1, 1]);
    toA.sendNowait(1);
    // It has left the other line at once.
    expect(() => b.receiveNowait()).toThrow(WouldBlock);
    expect(await chosen).toEqual({ key: "a", value: 1 });
  });
});

test("the chosen case narrows the value's type", () => {
  simulated(async () => {
    const [toA, a] = createChannel<number>(1);
    const [, b] = createChannel<string>(1);
    toA.sendNowait(20);
    const chosen = await select({ a: a.receiving(), b: b.receiving() });
    const text = chosen.key === "a" ? chosen.value.toFixed(1) : chosen.value.toUpperCase();
    expect(text).toBe("20.0");
  });
});

test("two that select meet", () => {
  simulated(async () => {
    const [send, receive] = createChannel<string>(0);
    const [, never] = createChannel<string>(0);
    const one = select({ never: never.receiving(), out: send.sending("hello") });
    const two = select({ never: never.receiving(), in: receive.receiving() });
    expect(await gather(one, two)).toEqual([
      { key: "out", value: undefined },
      { key: "in", value: "hello" },
    ]);
    expect(send.statistics()).toMatchObject({ waitingSenders: 0, waitingReceivers: 0 });
  });
});

test("cancelled, none takes place and nobody is left in a line", () => {
  simulated(async () => {
    const [toA, a] = createChannel<number>(0);
    const [toB] = createChannel<number>(0);
    const task = createTask(select({ a: a.receiving(), b: toB.sending(2) }));
    await sleep(0);
    task.cancel();
    expect([toA.statistics().waitingReceivers, toB.statistics().waitingSenders]).toEqual([0, 0]);
    await gather(task, { returnExceptions: true });
  });
});

test("a channel that ends ends the wait", () => {
  simulated(async () => {
    const [toA, a] = createChannel<number>(0);
    const [toB, b] = createChannel<number>(0);
    const task = createTask(select({ a: a.receiving(), b: b.receiving() }));
    await sleep(0);
    toA.close();
    const [outcome] = await gather(task, { returnExceptions: true });
    expect(outcome).toBeInstanceOf(EndOfChannel);
    expect(toB.statistics().waitingReceivers).toBe(0);
  });
});

test("without waiting, and without cases", () => {
  simulated(async () => {
    const [toA, a] = createChannel<number>(1);
    expect(() => selectNowait({ a: a.receiving() })).toThrow(WouldBlock);
    toA.sendNowait(1);
    expect(selectNowait({ a: a.receiving() })).toEqual({ key: "a", value: 1 });
    const [outcome] = await gather(select({}), { returnExceptions: true });
    expect(outcome).toBeInstanceOf(ArgumentError);
  });
});
