/** CPython's test_taskgroups.py, first part: groups that end well, fail, or are cancelled. */
import { CancelledError, createTask, ExceptionGroup, isCancelled, sleep, TaskGroup, type Task } from "tsyncio";
import { assertRaises } from "../support.js";
import { divideByZero, ValueError } from "../python.js";
import { both, errorTypes, MyBaseExc, MyExc } from "./support.js";

const after =
  <T>(ms: number, value: T) =>
  async (): Promise<T> => {
    await sleep(ms);
    return value;
  };

const crashAfter = async (ms: number): Promise<never> => {
  await sleep(ms);
  divideByZero();
};

describe("test_taskgroups.BaseTestTaskGroup", () => {
  const foo1 = after(100, 42);
  const foo2 = after(200, 11);

  both("test_taskgroup_01", async () => {
    let t1: Task<number>;
    let t2: Task<number>;
    {
      await using g = new TaskGroup();
      t1 = g.createTask(foo1());
      t2 = g.createTask(foo2());
    }
    expect(t1.result()).toBe(42);
    expect(t2.result()).toBe(11);
  });

  both("test_taskgroup_02", async () => {
    let t1: Task<number>;
    let t2: Task<number>;
    {
      await using g = new TaskGroup();
      t1 = g.createTask(foo1());
      await sleep(150);
      t2 = g.createTask(foo2());
    }
    expect(t1.result()).toBe(42);
    expect(t2.result()).toBe(11);
  });

  both("test_taskgroup_03", async () => {
    let t1: Task<number>;
    let t2: Task<number>;
    {
      await using g = new TaskGroup();
      t1 = g.createTask(after(1000, 42)());
      await sleep(150);
      // cancel t1 explicitly, i.e. everything should continue working as expected.
      t1.cancel();
      t2 = g.createTask(foo2());
    }
    expect(t1.cancelled()).toBe(true);
    expect(t2.result()).toBe(11);
  });

  both("test_taskgroup_04", async () => {
    let num = 0;
    let t2Cancel = false;
    let t2 = undefined as Task | undefined;
    const waits = async (): Promise<void> => {
      try {
        await sleep(1000);
      } catch (error) {
        if (isCancelled(error)) t2Cancel = true;
        throw error;
      }
      num += 1;
    };
    const runner = async (): Promise<void> => {
      {
        await using g = new TaskGroup();
        g.createTask(crashAfter(100));
        t2 = g.createTask(waits());
      }
      num += 10;
    };
    const group = await assertRaises(ExceptionGroup, createTask(runner()));
    expect(errorTypes(group)).toEqual(["ZeroDivisionError"]);
    expect(num).toBe(0);
    expect(t2Cancel).toBe(true);
    expect(t2?.cancelled()).toBe(true);
  });

  both("test_cancel_children_on_child_error", async () => {
    // When a child task raises an error, the rest of the children are cancelled and the errors are gathered into a group.
    let num = 0;
    let t2Cancel = false;
    let runnerCancel = false;
    const waits = async (): Promise<void> => {
      try {
        await sleep(5000);
      } catch (error) {
        if (isCancelled(error)) t2Cancel = true;
        throw error;
      }
      num += 1;
    };
    const runner = async (): Promise<void> => {
      {
        await using g = new TaskGroup();
        for (let i = 0; i < 3; i++) g.createTask(crashAfter(100));
        g.createTask(waits());
        try {
          await sleep(10_000);
        } catch (error) {
          if (isCancelled(error)) runnerCancel = true;
          throw error;
        }
      }
      num += 10;
    };
    const group = await assertRaises(ExceptionGroup, createTask(runner()));
    expect(errorTypes(group)).toEqual(["ZeroDivisionError"]);
    expect(num).toBe(0);
    expect(t2Cancel).toBe(true);
    expect(runnerCancel).toBe(true);
  });

  both("test_cancellation", async () => {
    let num = 0;
    const foo = async (): Promise<void> => {
      try {
        await sleep(5000);
      } catch (error) {
        if (isCancelled(error)) num += 1;
        throw error;
      }
    };
    const runner = async (): Promise<void> => {
      await using g = new TaskGroup();
      for (let i = 0; i < 5; i++) g.createTask(foo());
    };
    const r = createTask(runner());
    await sleep(100);
    expect(r.done()).toBe(false);
    r.cancel();
    await assertRaises(CancelledError, r);
    expect(num).toBe(5);
  });

  both("test_taskgroup_07", async () => {
    let num = 0;
    const foo = async (): Promise<void> => {
      try {
        await sleep(5000);
      } catch (error) {
        if (isCancelled(error)) num += 1;
        throw error;
      }
    };
    const runner = async (): Promise<void> => {
      await using g = new TaskGroup();
      for (let i = 0; i < 5; i++) g.createTask(foo());
      try {
        await sleep(10_000);
      } catch (error) {
        if (isCancelled(error)) num += 10;
        throw error;
      }
    };
    const r = createTask(runner());
    await sleep(100);
    expect(r.done()).toBe(false);
    r.cancel();
    await assertRaises(CancelledError, r);
    expect(num).toBe(15);
  });

  both("test_taskgroup_08", async () => {
    const foo = async (): Promise<void> => {
      try {
        await sleep(10_000);
      } finally {
        divideByZero();
      }
    };
    const runner = async (): Promise<void> => {
      await using g = new TaskGroup();
      for (let i = 0; i < 5; i++) g.createTask(foo());
      await sleep(10_000);
    };
    const r = createTask(runner());
    await sleep(100);
    expect(r.done()).toBe(false);
    r.cancel();
    const group = await assertRaises(ExceptionGroup, r);
    expect(errorTypes(group)).toEqual(["ZeroDivisionError"]);
  });

  both("test_taskgroup_09", async () => {
    let t1 = undefined as Task<number> | undefined;
    let t2 = undefined as Task<number> | undefined;
    const runner = async (): Promise<void> => {
      await using g = new TaskGroup();
      t1 = g.createTask(after(1000, 42)());
      t2 = g.createTask(after(2000, 11)());
      await sleep(100);
      divideByZero();
    };
    const group = await assertRaises(ExceptionGroup, runner());
    expect(errorTypes(group)).toEqual(["ZeroDivisionError"]);
    expect(t1?.cancelled()).toBe(true);
    expect(t2?.cancelled()).toBe(true);
  });

  both("test_taskgroup_10", async () => {
    let t1 = undefined as Task<number> | undefined;
    let t2 = undefined as Task<number> | undefined;
    const runner = async (): Promise<void> => {
      await using g = new TaskGroup();
      t1 = g.createTask(after(1000, 42)());
      t2 = g.createTask(after(2000, 11)());
      divideByZero();
    };
    const group = await assertRaises(ExceptionGroup, runner());
    expect(errorTypes(group)).toEqual(["ZeroDivisionError"]);
    expect(t1?.cancelled()).toBe(true);
    expect(t2?.cancelled()).toBe(true);
  });

  /** A body that waits, and passes its cancellation on. */
  const waits = async (): Promise<void> => {
    try {
      await sleep(10_000);
    } catch (error) {
      if (isCancelled(error)) throw error;
    }
  };

  both("test_taskgroup_11", async () => {
    const runner = async (): Promise<void> => {
      await using _outer = new TaskGroup();
      await using g2 = new TaskGroup();
      for (let i = 0; i < 5; i++) g2.createTask(crashAfter(100));
      await waits();
    };
    const group = await assertRaises(ExceptionGroup, createTask(runner()));
    expect(errorTypes(group)).toEqual(["ExceptionGroup"]);
    expect(errorTypes(group.exceptions[0] as ExceptionGroup)).toEqual(["ZeroDivisionError"]);
  });

  both("test_taskgroup_12", async () => {
    const runner = async (): Promise<void> => {
      await using g1 = new TaskGroup();
      g1.createTask(sleep(10_000));
      await using g2 = new TaskGroup();
      for (let i = 0; i < 5; i++) g2.createTask(crashAfter(100));
      await waits();
    };
    const group = await assertRaises(ExceptionGroup, createTask(runner()));
    expect(errorTypes(group)).toEqual(["ExceptionGroup"]);
    expect(errorTypes(group.exceptions[0] as ExceptionGroup)).toEqual(["ZeroDivisionError"]);
  });

  const valueErrorAfter = async (ms: number): Promise<never> => {
    await sleep(ms);
    throw new ValueError(String(ms));
  };

  both("test_taskgroup_13", async () => {
    const runner = async (): Promise<void> => {
      await using g1 = new TaskGroup();
      g1.createTask(valueErrorAfter(100));
      await using g2 = new TaskGroup();
      g2.createTask(valueErrorAfter(10_000));
    };
    const group = await assertRaises(ExceptionGroup, createTask(runner()));
    expect(errorTypes(group)).toEqual(["ValueError"]);
  });

  both("test_taskgroup_14", async () => {
    const runner = async (): Promise<void> => {
      await using g1 = new TaskGroup();
      g1.createTask(valueErrorAfter(10_000));
      await using g2 = new TaskGroup();
      g2.createTask(valueErrorAfter(100));
    };
    const group = await assertRaises(ExceptionGroup, createTask(runner()));
    expect(errorTypes(group)).toEqual(["ExceptionGroup"]);
    expect(errorTypes(group.exceptions[0] as ExceptionGroup)).toEqual(["ValueError"]);
  });

  const slowToDie = async (): Promise<void> => {
    await using g1 = new TaskGroup();
    g1.createTask(crashAfter(300));
    try {
      await sleep(10_000);
    } catch (error) {
      if (isCancelled(error)) await sleep(500);
      throw error;
    }
  };

  both("test_taskgroup_15", async () => {
    const r = createTask(slowToDie());
    await sleep(100);
    expect(r.done()).toBe(false);
    r.cancel();
    const group = await assertRaises(ExceptionGroup, r);
    expect(errorTypes(group)).toEqual(["ZeroDivisionError"]);
  });

  both("test_taskgroup_16", async () => {
    const runner = async (): Promise<void> => {
      const t = createTask(slowToDie());
      await t;
    };
    const r = createTask(runner());
    await sleep(100);
    expect(r.done()).toBe(false);
    r.cancel();
    const group = await assertRaises(ExceptionGroup, r);
    expect(errorTypes(group)).toEqual(["ZeroDivisionError"]);
  });

  both("test_taskgroup_17", async () => {
    let num = 0;
    const runner = async (): Promise<void> => {
      await using _g = new TaskGroup();
      try {
        await sleep(10_000);
      } catch (error) {
        if (isCancelled(error)) num += 10;
        throw error;
      }
    };
    const r = createTask(runner());
    await sleep(100);
    expect(r.done()).toBe(false);
    r.cancel();
    await assertRaises(CancelledError, r);
    expect(num).toBe(10);
  });

  both("test_taskgroup_18", async () => {
    let num = 0;
    const runner = async (): Promise<void> => {
      await using _g = new TaskGroup();
      try {
        await sleep(10_000);
      } catch (error) {
        if (!isCancelled(error)) throw error;
        num += 10;
        // This isn't a good idea, but we have to support this weird case.
        throw new MyExc();
      }
    };
    const r = createTask(runner());
    await sleep(100);
    expect(r.done()).toBe(false);
    r.cancel();
    const group = await assertRaises(ExceptionGroup, r);
    expect(errorTypes(group)).toEqual(["MyExc"]);
    expect(num).toBe(10);
  });

  /** Waits, and fails with another error when it is cancelled. */
  const nested = async (error: Error): Promise<void> => {
    try {
      await sleep(10_000);
    } finally {
      throw error;
    }
  };

  both("test_taskgroup_19", async () => {
    const runner = async (): Promise<void> => {
      await using g = new TaskGroup();
      g.createTask(crashAfter(100));
      await nested(new MyExc());
    };
    const group = await assertRaises(ExceptionGroup, createTask(runner()));
    expect(errorTypes(group)).toEqual(["MyExc", "ZeroDivisionError"]);
  });

  both("test_taskgroup_20a", async () => {
    const runner = async (): Promise<void> => {
      await using g = new TaskGroup();
      g.createTask(crashAfter(100));
      await nested(new MyBaseExc());
    };
    const group = await assertRaises(ExceptionGroup, runner());
    expect(errorTypes(group)).toEqual(["MyBaseExc", "ZeroDivisionError"]);
  });

  both("test_taskgroup_21a", async () => {
    const crashSoon = async (): Promise<void> => {
      await sleep(100);
      throw new MyBaseExc();
    };
    const runner = async (): Promise<void> => {
      await using g = new TaskGroup();
      g.createTask(crashSoon());
      await nested(new TypeError());
    };
    const group = await assertRaises(ExceptionGroup, runner());
    expect(errorTypes(group)).toEqual(["MyBaseExc", "TypeError"]);
  });

  both("test_taskgroup_22", async () => {
    const runner = async (): Promise<void> => {
      await using g = new TaskGroup();
      g.createTask(after(1000, 42)());
      g.createTask(after(2000, 11)());
    };
    const r = createTask(runner());
    await sleep(50);
    r.cancel();
    await assertRaises(CancelledError, r);
  });

  both("test_taskgroup_23", async () => {
    const tasksOf = (group: TaskGroup): number => Number(/tasks=(\d+)/.exec(String(group))?.[1] ?? 0);
    await using g = new TaskGroup();
    for (let count = 0; count < 10; count++) {
      await sleep(100);
      g.createTask(after(300, undefined)());
      if (count === 5) expect(tasksOf(g)).toBeLessThan(5);
    }
    await sleep(1350);
    expect(tasksOf(g)).toBe(0);
  });

  both("test_taskgroup_24", async () => {
    const root = async (g: TaskGroup): Promise<void> => {
      await sleep(100);
      g.createTask(after(100, 1)());
      g.createTask(after(200, 2)());
    };
    await using g = new TaskGroup();
    g.createTask(root(g));
  });

  both("test_taskgroup_25", async () => {
    let hydras = 0;
    const hydra = async (g: TaskGroup): Promise<void> => {
      hydras += 1;
      await sleep(10);
      g.createTask(hydra(g));
      g.createTask(hydra(g));
    };
    const hercules = async (): Promise<void> => {
      while (hydras < 10) await sleep(15);
      divideByZero();
    };
    const runner = async (): Promise<void> => {
      await using g = new TaskGroup();
      g.createTask(hydra(g));
      g.createTask(hercules());
    };
    const group = await assertRaises(ExceptionGroup, runner());
    expect(errorTypes(group)).toEqual(["ZeroDivisionError"]);
    expect(hydras).toBeGreaterThanOrEqual(10);
  });
});
