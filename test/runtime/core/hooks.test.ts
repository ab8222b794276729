// What others may hook into the loop: instruments that are told what tasks do, and a policy that picks who runs next.
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

afterEach(() => loop.setChoice(null));

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

describe("a policy", () => {
  const letters = (): string => {
    const log: string[] = [];
    const letter = compiled(function* letter(name: string) {
      log.push(name);
      yield 0;
      log.push(name);
    });
    run(function* () {
      yield sleep(0);
      for (const name of ["a", "b", "c"]) letter(name);
      yield sleep(1);
    });
    return log.join("");
  };

  test("picks who runs next, and is asked only where there is a choice", () => {
    expect(letters()).toBe("abcabc");
    const asked: string[] = [];
    loop.setChoice((kind, n, label) => {
      asked.push(`${kind} ${Array.from({ length: n }, (_, i) => label(i)).join(" ")}`);
      return n - 1;
    });
    expect(letters()).toBe("abccba");
    expect(asked).toHaveLength(2);
    expect(asked[0]).toMatch(/^ready Task-\d+ \(letter\) Task-\d+ \(letter\) Task-\d+ \(letter\)$/);
  });

  test("chooses among what became ready meanwhile too, and what is left is kept when it goes", () => {
    const log: string[] = [];
    loop.setChoice(() => 1);
    const say = (text: string) => () => log.push(text);
    loop.callSoon(say("first"));
    loop.callSoon(() => {
      log.push("second");
      loop.callSoon(say("third"));
    });
    loop.runOnce();
    expect(log).toEqual(["second", "third"]);
    loop.setChoice(null);
    loop.callSoon(say("fourth"));
    loop.runOnce();
    loop.runOnce();
    expect(log).toEqual(["second", "third", "first", "fourth"]);
  });

  test("an answer that is no index is an error, and nothing is lost", () => {
    const log: string[] = [];
    for (const text of ["one", "two"]) loop.callSoon(() => log.push(text));
    loop.setChoice(() => 2);
    expect(() => loop.runOnce()).toThrow("choose() answered 2: one of 0 to 1");
    loop.setChoice(null);
    loop.runOnce();
    expect(log).toEqual(["one", "two"]);
  });
});
