import { Queue, sleep } from "../queue.js";

const log = [];

beforeAll(async () => {
  await sleep(1);
  log.push("beforeAll");
});
beforeEach(async () => {
  await null;
  log.push("beforeEach");
});
afterEach(async () => {
  await null;
  log.push("afterEach");
});
afterAll(async () => {
  await sleep(1);
  console.log(log.join(" "));
});

test("passes after a while", async () => {
  await sleep(2);
  expect(await Promise.all([1, sleep(1), (async () => 3)()])).toEqual([1, undefined, 3]);
});

test("returns a promise", () => sleep(1).then(() => log.push("returned")));

test("resolves and rejects", async () => {
  const fails = async () => {
    await null;
    throw new RangeError("no");
  };
  await expect(sleep(1)).resolves.toBeUndefined();
  await expect(fails()).rejects.toThrow(RangeError);
  await expect(fails()).rejects.toMatchObject({ name: "RangeError", message: "no" });
  await expect(Promise.any([fails(), fails()])).rejects.toThrow(AggregateError);
  await expect(async () => fails()).rejects.toThrow("no");
});

test("fails: a rejection", async () => {
  await sleep(1);
  throw new Error("on purpose");
});
test("fails: an expectation", async () => {
  expect(await Promise.resolve({ a: 1, b: [2] })).toEqual({ a: 1, b: [3] });
});
test("fails: resolves of what is rejected", async () => {
  await expect(Promise.reject(new Error("rejected"))).resolves.toBe(1);
});
test("fails: rejects of what is resolved", async () => {
  await expect(sleep(1)).rejects.toThrow();
});
test("fails: what is no promise", async () => {
  await expect(1).resolves.toBe(1);
});
test("fails: too few assertions", async () => {
  expect.assertions(2);
  expect(await 1).toBe(1);
});
test("fails: takes too long", async () => {
  await new Promise(() => {});
}, 30);
test("fails: takes a callback and gives a promise", async (done) => {
  await null;
  done();
});
test("fails: throws what is no error", async () => {
  await null;
  throw { code: 5 };
});
test.failing("is known to fail", async () => {
  await sleep(1);
  expect(1).toBe(2);
});
test("done", (done) => {
  sleep(1).then(() => done());
});

test.each([
  [1, 2, 3],
  [2, 2, 5],
])("%i + %i", async (a, b, sum) => {
  expect((await a) + (await b)).toBe(sum);
});
test.concurrent.each([1, 2, 3])("at the same time: %i", async (n) => {
  await sleep(4 - n);
  expect(await n).toBeGreaterThan(0);
});

describe("mocks", () => {
  test("that resolve and reject", async () => {
    const mock = jest
      .fn()
      .mockResolvedValueOnce(1)
      .mockRejectedValueOnce(new Error("two"))
      .mockImplementation(async (n) => n);
    expect([await mock(), await mock().catch(String), await mock(3)]).toEqual([1, "Error: two", 3]);
    expect(mock.mock.results.map(({ type }) => type)).toEqual(["return", "return", "return"]);
    await expect(mock.mock.results[2].value).resolves.toBe(3);
  });

  test("of methods that are async", async () => {
    const queue = new Queue();
    const add = jest.spyOn(queue, "add").mockImplementation(async () => "mocked");
    expect(await queue.add()).toBe("mocked");
    add.mockRestore();
    expect(await queue.add(async () => 1)).toEqual([1]);
  });

  test("of modules, with an async factory", async () => {
    jest.doMock("../queue.js", () => ({ sleep: jest.fn(async () => "no time") }));
    const { sleep: mocked } = require("../queue.js");
    expect(await mocked(1000)).toBe("no time");
    jest.dontMock("../queue.js");
  });

  test("of modules that are loaded anew", async () => {
    jest.resetModules();
    const again = require("../queue.js");
    expect(again.Queue).not.toBe(Queue);
    const [a, b] = await Promise.all([new Queue().add(async () => 1), new again.Queue().add(async () => 2)]);
    expect([a, b]).toEqual([[1], [2]]);
    await jest.isolateModulesAsync(async () => {
      const { sleep: isolated } = await import("../queue.js");
      await isolated(1);
      expect(isolated).not.toBe(sleep);
    });
  });
});

test("the classes of errors are the test's own", async () => {
  const error = await Promise.reject(new TypeError("x")).catch((caught) => caught);
  expect(error).toBeInstanceOf(TypeError);
  expect(await (async () => null.x)().catch((caught) => caught instanceof TypeError)).toBe(true);
  expect(sleep(1)).toBeInstanceOf(Promise);
  expect((async () => {})()).toBeInstanceOf(Promise);
});
