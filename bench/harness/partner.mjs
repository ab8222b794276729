// The other end of child.mjs: a process that answers one line of JSON with another.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

export class Partner {
  #process;
  #lines;
  #errors = "";

  constructor(command, args, options = {}) {
    this.#process = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"], ...options });
    this.#process.stderr.on("data", (data) => (this.#errors += data));
    this.#process.stdin.on("error", () => {});
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  /** The next line it writes. */
  async read() {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(whatWentWrong(this.#errors));
    return JSON.parse(value);
  }

  ask(message) {
    this.#process.stdin.write(`${JSON.stringify(message)}\n`);
    return this.read();
  }

  /** Lets it end by itself: it ends with its input. */
  async finish() {
    const ended = once(this.#process, "exit");
    this.#process.stdin.end();
    await ended;
  }

  close() {
    this.#process.stdin.end();
    this.#process.kill();
  }
}

/** The line of a stack trace that says it. */
function whatWentWrong(output) {
  const lines = output.trim().split("\n");
  return lines.find((line) => /^\w*Error\b/.test(line)) ?? (lines.at(-1) || "it ended without an answer");
}
