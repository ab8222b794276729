// What others may hook into the loop: instruments that are told what tasks do.
import type { Instrument } from "../../../runtime/core/instruments.js";
import type { Deferred } from "../../../runtime/core/deferred.js";
import type { Task } from "../../../runtime/core/task.js";
import { forAwait } from "../../../runtime/core/for-await.js";
import { compiled, compiledCoroutine, compiledGenerator, Out } from "./machines.js";
import { host, loop, run, sleep } from "./virtual-loop.js";

const nameOf = (task: Task): string => task.functionName;

function telling(log: string[]): Instrument<Task, Deferred> {
  return {
    spawned: (task, parent) => log.push(`${nameOf(task)} spawned by ${parent === null ? "nobody" : nameOf(parent)}`),
    beforeStep: (task) => log.push(`${nameOf(task)} {`),
    afterStep: (task) => log.push(`} ${nameOf(task)}`),
    blocked: (task, slot) => log.push(`${nameOf(task)} waits for ${slot?.constructor.name ?? "its turn"}`),
    finished: (task) => log.push(`${nameOf(task)} finished`),
  };
}

describe("instruments", () => {
  const told = (body: () => Generator<unknown, unknown, any>): string[] => {
    const log: string[] = [];
    const instrument = telling(log);
    loop.addInstrument(instrument);
    run(body);
    loop.removeInstrument(instrument);
    return log;
  };

  test("are told of every step, and nested ones are nested", () => {
    const child = compiled(function* child() {
      yield 0;
    });
    const log = told(function* main() {
      yield child();
    });
    expect(log).toEqual([
      "main spawned by nobody",
      "main {",
      ...["child spawned by main", "child {", "child waits for its turn", "} child"],
      "main waits for Task",
      "} main",
      ...["child {", "child finished", "} child"],
      ...["main {", "main finished", "} main"],
    ]);
    expect(loop.instruments).toBeNull();
  });

  test("a coroutine is part of its task's steps", () => {
    const inner = compiledCoroutine(function* inner() {
      yield sleep(1);
    });
    const log = told(function* main() {
      yield inner();
    });
    expect(log).toEqual([
      "main spawned by nobody",
      ...["main {", "main waits for Future", "} main"],
      ...["main {", "main finished", "} main"],
    ]);
  });

  test("a generator is told of like a task", () => {
    const gen = compiledGenerator(function* gen() {
      yield new Out(1);
    });
    const log = told(function* main() {
      const record = forAwait(gen());
      while (record.accept(yield record.next()));
    });
    expect(log.filter((line) => line.includes("gen"))).toEqual([
      "gen spawned by main",
      ...["gen {", "gen waits for its turn", "} gen"],
      ...["gen {", "} gen"],
      ...["gen {", "gen finished", "} gen"],
    ]);
  });

  test("one that throws is reported and removed", () => {
    const bad: Instrument = {
      beforeStep: () => {
        throw new Error("bad instrument");
      },
    };
    loop.addInstrument(bad);
    run(function* () {
      yield 0;
    });
    expect(loop.instruments).toBeNull();
    expect((host.unhandled.splice(0) as Error[]).map((error) => error.message)).toEqual(["bad instrument"]);
  });
});
