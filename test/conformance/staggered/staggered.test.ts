/** CPython's test_staggered.py. */
import { CancelledError, Future, isCancelled, sleep, staggeredRace, TimeoutError, timeout } from "tsyncio";
import { ValueError } from "../python.js";
import { asyncTest, assertRaises } from "../support.js";

describe("test_staggered.StaggeredTests", () => {
  asyncTest("test_empty", async () => {
    const [winner, index, errors] = await staggeredRace([], null);
    expect(winner).toBeUndefined();
    expect(index).toBeNull();
    expect(errors).toEqual([]);
  });

  asyncTest("test_one_successful", async () => {
    const coro = async (index: number): Promise<string> => `Res: ${index}`;
    const [winner, index, errors] = await staggeredRace([() => coro(0), () => coro(1)], null);
    expect(winner).toBe("Res: 0");
    expect(index).toBe(0);
    expect(errors).toEqual([undefined]);
  });

  asyncTest("test_first_error_second_successful", async () => {
    const coro = async (index: number): Promise<string> => {
      if (index === 0) throw new ValueError(String(index));
      return `Res: ${index}`;
    };
    const [winner, index, errors] = await staggeredRace([() => coro(0), () => coro(1)], null);
    expect(winner).toBe("Res: 1");
    expect(index).toBe(1);
    expect(errors.length).toBe(2);
    expect(errors[0]).toBeInstanceOf(ValueError);
    expect(errors[1]).toBeUndefined();
  });

  asyncTest("test_first_timeout_second_successful", async () => {
    const coro = async (index: number): Promise<string> => {
      if (index === 0) await sleep(10_000); // much bigger than delay
      return `Res: ${index}`;
    };
    const [winner, index, errors] = await staggeredRace([() => coro(0), () => coro(1)], 100);
    expect(winner).toBe("Res: 1");
    expect(index).toBe(1);
    expect(errors.length).toBe(2);
    expect(errors[0]).toBeInstanceOf(CancelledError);
    expect(errors[1]).toBeUndefined();
  });

  asyncTest("test_none_successful", async () => {
    const coro = async (index: number): Promise<string> => {
      throw new ValueError(String(index));
    };
    const [winner, index, errors] = await staggeredRace([() => coro(0), () => coro(1)], null);
    expect(winner).toBeUndefined();
    expect(index).toBeNull();
    expect(errors.length).toBe(2);
    expect(errors[0]).toBeInstanceOf(ValueError);
    expect(errors[1]).toBeInstanceOf(ValueError);
  });

  asyncTest("test_multiple_winners", async () => {
    const event = new Future<void>();
    const coro = async (index: number): Promise<number> => {
      await event;
      return index;
    };
    const doSet = async (): Promise<number> => {
      event.setResult();
      return await new Future<number>();
    };
    const [winner, index, errors] = await staggeredRace([() => coro(0), () => coro(1), doSet], 100);
    expect(winner).toBe(0);
    expect(index).toBe(0);
    expect(errors.length).toBe(3);
    expect(errors[0]).toBeUndefined();
    expect(errors[1]).toBeInstanceOf(CancelledError);
    expect(errors[2]).toBeInstanceOf(CancelledError);
  });

  asyncTest("test_cancelled", async () => {
    const log: string[] = [];
    const noteCancel = async (text: string, thrown: boolean, body: () => PromiseLike<unknown>): Promise<void> => {
      try {
        await body();
      } catch (error) {
        if (!isCancelled(error)) throw error;
        log.push(text);
        if (thrown) throw error;
      }
    };
    await assertRaises(TimeoutError, async () => {
      await using outer = timeout(null);
      await using inner = timeout(null);
      const coro = async (): Promise<void> => {
        inner.reschedule(-1);
        await sleep(0);
        await noteCancel("cancelled 1", false, () => sleep(0));
        outer.reschedule(-1);
        await sleep(0);
        await noteCancel("cancelled 2", false, () => sleep(0));
      };
      await noteCancel("cancelled 3", true, () => staggeredRace([coro], null));
    });
    expect(log).toEqual(["cancelled 1", "cancelled 2", "cancelled 3"]);
  });
});
