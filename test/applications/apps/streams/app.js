// Async functions among Node's own: streams, events, lines, files, timers. Each story logs what it sees.
import { EventEmitter, on, once } from "node:events";
import { createReadStream } from "node:fs";
import { mkdtemp, open, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Duplex, PassThrough, Readable, Transform, Writable } from "node:stream";
import { finished, pipeline } from "node:stream/promises";
import { pipeline as pipelineWithCallback } from "node:stream";
import { scheduler, setImmediate as turn, setInterval as ticks, setTimeout as pause } from "node:timers/promises";
import { callbackify, promisify } from "node:util";

async function* lines(count) {
  for (let n = 0; n < count; n++) {
    if (n % 3 === 0) await turn();
    yield `line ${n}\n`;
  }
}

async function* upperCase(source) {
  for await (const chunk of source) yield String(chunk).toUpperCase();
}

const collector = (log) =>
  async function (source) {
    let text = "";
    for await (const chunk of source) text += chunk;
    log(text.length, text.slice(0, 20));
    return text.length;
  };

async function withFile(text, use) {
  const folder = await mkdtemp(join(tmpdir(), "streams-"));
  try {
    const file = join(folder, "file.txt");
    await writeFile(file, text);
    return await use(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}

export const stories = {
  async "pipeline of generators"(log) {
    return pipeline(lines(50), upperCase, collector(log));
  },
  async "pipeline through streams"(log) {
    const shout = new Transform({
      transform(chunk, encoding, done) {
        done(null, `${chunk}!`);
      },
    });
    const sink = new PassThrough({ objectMode: true });
    const [length] = await Promise.all([
      collector(log)(sink),
      pipeline(Readable.from(lines(10)), shout, upperCase, sink),
    ]);
    return length;
  },
  async "pipeline with a callback"(log) {
    const outcome = Promise.withResolvers?.() ?? {};
    outcome.promise ??= new Promise((resolve, reject) => Object.assign(outcome, { resolve, reject }));
    const settle = (error, value) => (error ? outcome.reject(error) : outcome.resolve(value));
    pipelineWithCallback(lines(7), upperCase, collector(log), settle);
    return outcome.promise;
  },
  async "a source that fails"(log) {
    async function* source() {
      try {
        yield "one";
        await null;
        throw new RangeError("no more");
      } finally {
        log("source closed");
      }
    }
    await pipeline(source, upperCase, collector(log));
  },
  async "a sink that fails"(log) {
    async function* source() {
      try {
        for (let n = 0; ; n++) yield `${n}`;
      } finally {
        await turn();
        log("source closed");
      }
    }
    await pipeline(source, async (chunks) => {
      for await (const chunk of chunks) if (chunk === "3") throw new TypeError(`not ${chunk}`);
    });
  },
  async "a pipeline that is aborted"(log) {
    const controller = new AbortController();
    async function* source() {
      try {
        for (;;) {
          yield "x";
          await pause(1);
        }
      } finally {
        log("source closed");
      }
    }
    setTimeout(() => controller.abort(), 10);
    await pipeline(source, new PassThrough(), async (chunks) => void (await collector(log)(chunks)), {
      signal: controller.signal,
    });
  },
  async "a duplex of an async function"() {
    const double = Duplex.from(async function* (source) {
      for await (const chunk of source) yield String(chunk).repeat(2);
    });
    const results = [];
    await pipeline(Readable.from(["a", "b"]), double, async (source) => {
      for await (const chunk of source) results.push(String(chunk));
    });
    return results.join("");
  },
  async "helpers of readable streams"() {
    const numbers = Readable.from([1, 2, 3, 4, 5, 6]);
    const found = await numbers
      .map(async (n) => (await turn(), n * n), { concurrency: 2 })
      .filter(async (n) => n % 2 === 0)
      .toArray();
    const sum = await Readable.from(found).reduce(async (total, n) => (await total) + n, 0);
    return [found, sum, await Readable.from(lines(3)).some(async (line) => line.startsWith("line 2"))];
  },
  async "writing as fast as it is taken"(log) {
    const taken = [];
    const slow = new Writable({
      highWaterMark: 8,
      async write(chunk, encoding, done) {
        await turn();
        taken.push(chunk.length);
        done();
      },
    });
    for await (const line of lines(6)) if (!slow.write(line)) await once(slow, "drain");
    slow.end();
    await finished(slow);
    log(taken.join());
    return taken.length;
  },
  async "a writable whose final is async"(log) {
    const stream = new Writable({
      write: (chunk, encoding, done) => done(),
      final: async (done) => (await null, log("final"), done()),
    });
    stream.end("x");
    return finished(stream);
  },

  async "for await over a file"(log) {
    return withFile("abc".repeat(50_000), async (file) => {
      let chunks = 0;
      let bytes = 0;
      for await (const chunk of createReadStream(file, { highWaterMark: 10_000 })) {
        chunks++;
        bytes += chunk.length;
      }
      log(chunks);
      return bytes;
    });
  },
  async "for await that leaves early"(log) {
    return withFile("abc".repeat(50_000), async (file) => {
      const stream = createReadStream(file, { highWaterMark: 1000 });
      for await (const chunk of stream) {
        log(chunk.length);
        break;
      }
      return stream.destroyed;
    });
  },
  async "for await over a file that is not there"() {
    for await (const chunk of createReadStream("/there/is/no/such/file")) return chunk;
  },
  async "for await over lines"(log) {
    return withFile("one\ntwo\n\nthree", async (file) => {
      const reader = createInterface({ input: createReadStream(file), crlfDelay: Infinity });
      for await (const line of reader) {
        log(line);
        if (line === "two") await pause(1);
      }
      return "end";
    });
  },
  async "for await over lines of a file handle"(log) {
    return withFile("one\ntwo\nthree\n", async (file) => {
      const handle = await open(file);
      for await (const line of handle.readLines()) log(line);
      return (await readFile(file, "utf8")).length;
    });
  },
  async "lines that an async generator makes"(log) {
    for await (const line of createInterface({ input: Readable.from(lines(4)) })) log(line);
  },
  async "a question on the console"() {
    const input = new PassThrough();
    const reader = createInterface({ input, output: new PassThrough() });
    setTimeout(() => input.write("42\n"), 1);
    const answer = await new Promise((resolve) => reader.question("what?", resolve));
    reader.close();
    return answer;
  },

  async "events.once"(log) {
    const emitter = new EventEmitter();
    setTimeout(() => emitter.emit("ready", 1, 2), 1);
    log(await once(emitter, "ready"));
    setTimeout(() => emitter.emit("error", new Error("broken")), 1);
    await once(emitter, "ready");
  },
  async "events.once for several at once"() {
    const emitter = new EventEmitter();
    setTimeout(() => ["a", "b"].forEach((name) => emitter.emit(name, name)), 1);
    return Promise.all([once(emitter, "a"), once(emitter, "b")]);
  },
  async "events.on"(log) {
    const emitter = new EventEmitter();
    const controller = new AbortController();
    setTimeout(() => [1, 2, 3].forEach((n) => emitter.emit("n", n)), 1);
    try {
      for await (const [n] of on(emitter, "n", { signal: controller.signal })) {
        log(n);
        if (n === 3) controller.abort();
      }
    } catch ({ name }) {
      log(name);
    }
    return emitter.listenerCount("n");
  },
  async "listeners that are async and fail"(log) {
    const emitter = new EventEmitter({ captureRejections: true });
    emitter.on("error", ({ message }) => log(`error: ${message}`));
    emitter.on("job", async (n) => {
      await null;
      throw new Error(`job ${n}`);
    });
    emitter.emit("job", 1);
    await turn();
    emitter.emit("job", 2);
    await turn();
  },

  async "timers as promises"(log) {
    let count = 0;
    for await (const value of ticks(1, "tick")) {
      log(value);
      if (++count === 3) break;
    }
    await scheduler.wait(1);
    const controller = new AbortController();
    const late = pause(1000, "late", { signal: controller.signal });
    controller.abort();
    return late.catch(({ code }) => code);
  },
  async "promisify and callbackify"() {
    const add = (a, b, done) => setTimeout(() => (a ? done(null, a + b) : done(new Error("no a"))), 1);
    const sum = promisify(add);
    const back = callbackify(async (n) => {
      await null;
      if (n < 0) throw new Error("negative");
      if (n === 0) throw null;
      return n * 2;
    });
    const called = (n) =>
      new Promise((resolve) => back(n, (error, value) => resolve(error ? [error.message, error.code] : value)));
    return [await sum(1, 2), await sum(0, 2).catch(String), await called(4), await called(-1), (await called(0))[1]];
  },
  async "web streams"(log) {
    const stream = new ReadableStream({
      async pull(controller) {
        await turn();
        this.count = (this.count ?? 0) + 1;
        if (this.count > 3) controller.close();
        else controller.enqueue(this.count);
      },
    });
    const doubled = stream.pipeThrough(
      new TransformStream({
        async transform(chunk, controller) {
          await null;
          controller.enqueue(chunk * 2);
        },
      }),
    );
    for await (const chunk of doubled) log(chunk);
    const text = await new Response(Readable.toWeb(Readable.from([Buffer.from("web")]))).text();
    return text;
  },
  async "errors keep their class and their cause"(log) {
    const fails = async () => JSON.parse(await readFile(new URL("package.json", import.meta.url), "utf8")).missing.name;
    try {
      await fails();
    } catch (error) {
      log(error instanceof TypeError, error.message);
      throw new Error("outer", { cause: error });
    }
  },
};
