/** What the program under test sees instead of the platform's clocks, timers and chance. */
import { simulate, type SimulateOptions } from "tsyncio/testing";
import { loadMain, thrown } from "./program.js";

function valueOf(body: string, options?: SimulateOptions): unknown {
  const main = loadMain(`
    import { sleep } from "tsyncio";
    export async function main() { const log = []; ${body} }`);
  return simulate(main, options).value;
}

const replaced: [object, string][] = [
  ...["setTimeout", "setInterval", "setImmediate", "clearTimeout", "clearInterval", "clearImmediate"].map(
    (name): [object, string] => [globalThis, name],
  ),
  [globalThis, "queueMicrotask"],
  [globalThis, "Date"],
  [Date.prototype, "getHours"],
  [Date.prototype, "toString"],
  [Date.prototype, "constructor"],
  [performance, "now"],
  [Math, "random"],
  [crypto, "randomUUID"],
  [crypto, "getRandomValues"],
  [AbortSignal, "timeout"],
];
const properties = (): unknown[] => replaced.map(([target, key]) => Object.getOwnPropertyDescriptor(target, key));
const values = (): unknown[] => replaced.map(([target, key]) => (target as Record<string, unknown>)[key]);

test("every global of the list is another one inside, and to the property what it was afterwards", () => {
  const before = properties();
  const outside = values();
  const inside = simulate(values).value;
  inside.forEach((value, i) => expect(value).not.toBe(outside[i]));
  expect(properties()).toEqual(before);
  expect(values()).toEqual(outside);
});

test("also after the program failed, and after a mistake in the options", () => {
  const before = properties();
  thrown(() =>
    simulate(() => {
      throw new Error("failed");
    }),
  );
  thrown(() => simulate(() => 1, { schedule: "none" }));
  expect(properties()).toEqual(before);
});

test("a global the program itself replaced is restored too", () => {
  const real = globalThis.setTimeout;
  simulate(() => void (globalThis.setTimeout = (() => {}) as never));
  expect(globalThis.setTimeout).toBe(real);
});

describe("timers", () => {
  test("microtasks before immediates before timers, in virtual time, with arguments", () => {
    const log = valueOf(`
      const say = (what) => log.push(what + " " + performance.now());
      setTimeout(say, 20, "late"); setTimeout(say, 10, "early"); setTimeout(say, 10, "early too");
      setImmediate(say, "immediate"); queueMicrotask(() => say("microtask"));
      await sleep(30); return log;`);
    expect(log).toEqual(["microtask 0", "immediate 0", "early 10", "early too 10", "late 20"]);
  });

  test("an interval repeats until it is cleared, also by its number", () => {
    const log = valueOf(`
      const timer = setInterval(() => { log.push(performance.now()); if (log.length === 3) clearInterval(+timer); }, 7);
      await sleep(100); return log;`);
    expect(log).toEqual([7, 14, 21]);
  });

  test("what was cleared does not fire; clearing nonsense does nothing", () => {
    const log = valueOf(`
      clearTimeout(setTimeout(() => log.push("timeout"), 1));
      clearImmediate(setImmediate(() => log.push("immediate")));
      clearTimeout(undefined); clearTimeout(123); clearTimeout("x");
      await sleep(5); return log;`);
    expect(log).toEqual([]);
  });

  test("delays follow Node's rule on every engine", () => {
    const log = valueOf(`
      for (const delay of [undefined, -5, 0.5, "3", 2.9, NaN, 2 ** 31, Infinity])
        setTimeout(() => log.push(delay + " -> " + performance.now()), delay);
      await sleep(50); return log;`);
    const expected = ["undefined -> 1", "-5 -> 1", "0.5 -> 1", "NaN -> 1", "2147483648 -> 1", "Infinity -> 1"];
    expect(log).toEqual([...expected, "2.9 -> 2", "3 -> 3"]);
  });

  test("Node's methods are there: refresh, unref, hasRef, close", () => {
    const log = valueOf(`
      const timer = setTimeout(() => log.push(performance.now()), 10);
      const closed = setTimeout(() => log.push("closed"), 10).unref();
      log.push(closed.hasRef(), timer.hasRef()); closed.close();
      await sleep(6); timer.refresh(); await sleep(20); return log;`);
    expect(log).toEqual([false, true, 16]);
  });

  test("what is no function is refused", () => {
    const body = (call: string): string => `try { ${call} } catch (e) { return e.name + ": " + e.message; }`;
    expect(valueOf(body("setTimeout('code', 1)"))).toMatch(/TypeError: setTimeout needs a function/);
    expect(valueOf(body("queueMicrotask(null)"))).toMatch(/TypeError: queueMicrotask needs a function/);
  });

  test("AbortSignal.timeout aborts in virtual time with a TimeoutError", () => {
    const log = valueOf(`
      const signal = AbortSignal.timeout(40);
      signal.addEventListener("abort", () => log.push(performance.now(), signal.reason.name));
      await sleep(39); log.push(signal.aborted); await sleep(2); return log;`);
    expect(log).toEqual([false, 40, "TimeoutError"]);
  });
});

describe("dates", () => {
  const zone = process.env["TZ"];
  beforeAll(() => void (process.env["TZ"] = "Pacific/Auckland"));
  afterAll(() => void (zone === undefined ? delete process.env["TZ"] : (process.env["TZ"] = zone)));

  test("the clock begins in the year 2000 and moves with virtual time; a fraction of a millisecond is not shown", () => {
    expect(valueOf(`await sleep(1500.7); return [new Date().toISOString(), Date.now()];`)).toEqual([
      "2000-01-01T00:00:01.500Z",
      946684801500,
    ]);
  });

  test("another day can be asked for", () => {
    const options = { startDate: new Date("2024-02-29T12:00:00Z") };
    expect(valueOf(`await sleep(86400000); return new Date().toISOString();`, options)).toBe(
      "2024-03-01T12:00:00.000Z",
    );
  });

  test("the time zone is UTC, whatever the machine's is", () => {
    const log = valueOf(`
      const d = new Date(2020, 5, 15, 13, 30);
      d.setHours(14);
      return [d.getTimezoneOffset(), d.toISOString(), d.getHours(), d.getDay(), d.toString(), Date().slice(0, 24),
        new Date("2020-06-15T10:00").toISOString(), new Date("June 15, 2020 10:00").toISOString(),
        new Date("2020-06-15").toISOString(), new Date("2020-06-15T10:00+02:00").toISOString(),
        d.toLocaleTimeString("en-GB"), String(new Date(NaN)), new Date(NaN).toDateString()];`);
    expect(log).toEqual([
      0,
      "2020-06-15T14:30:00.000Z",
      14,
      1,
      "Mon Jun 15 2020 14:30:00 GMT+0000 (Coordinated Universal Time)",
      "Sat Jan 01 2000 00:00:00",
      "2020-06-15T10:00:00.000Z",
      "2020-06-15T10:00:00.000Z",
      "2020-06-15T00:00:00.000Z",
      "2020-06-15T08:00:00.000Z",
      "14:30:00",
      "Invalid Date",
      "Invalid Date",
    ]);
  });

  test("dates of before, of inside and of after are of one kind", () => {
    const before = new Date(5);
    const made = simulate(() => {
      class Day extends Date {}
      const day = new Day(7);
      return { copy: new Date(before), day, known: before instanceof Date, subclass: day instanceof Day };
    }).value;
    expect(made).toMatchObject({ known: true, subclass: true });
    expect(made.copy).toBeInstanceOf(Date);
    expect([made.copy.getTime(), made.day.getTime(), made.copy.constructor === Date]).toEqual([5, 7, true]);
  });
});

describe("chance", () => {
  const draw = `
    const bytes = crypto.getRandomValues(new Uint8Array(4));
    return [Math.random(), Math.random(), crypto.randomUUID(), [...bytes]];`;

  test("comes from the seed", () => {
    const first = valueOf(draw, { seed: 1 });
    expect(valueOf(draw, { seed: 1 })).toEqual(first);
    expect(valueOf(draw, { seed: 2 })).not.toEqual(first);
    expect(valueOf(draw, { seed: 1, policy: "random" })).toEqual(first);
  });

  test("fractions are from 0 to 1 and fill the interval evenly", () => {
    const counts = Array.from({ length: 10 }, () => 0);
    simulate(() => {
      for (let i = 0; i < 10_000; i++) counts[Math.floor(Math.random() * 10)]! += 1;
    });
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  test("UUIDs are version 4", () => {
    expect(valueOf("return crypto.randomUUID();")).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  test.each([
    ["new Float64Array(1)", "TypeMismatchError"],
    ["new Uint8Array(65537)", "QuotaExceededError"],
    ["[1, 2]", "TypeMismatchError"],
  ])("getRandomValues(%s) is refused as on the platform", (array, name) => {
    expect(valueOf(`try { crypto.getRandomValues(${array}); } catch (e) { return e.name; }`)).toBe(name);
  });

  test("a view is filled and nothing beside it", () => {
    const bytes = valueOf(`
      const all = new Uint8Array(8); crypto.getRandomValues(all.subarray(2, 4)); return [...all];`) as number[];
    expect(bytes.filter((_, i) => i < 2 || i > 3)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(bytes[2]! + bytes[3]!).toBeGreaterThan(0);
  });
});
