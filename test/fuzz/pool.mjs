// Spreads the programs of a run over worker processes (worker.mjs). A worker that ends, or does not come back from
// a program, has found something as well; another one takes its place and goes on behind that program.
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Programs that a worker is given at a time. */
const share = 50;
/** Milliseconds for one program and, if it differs, for making it small; long, because other work may slow it down. */
const patience = 600_000;
const script = fileURLToPath(new URL("worker.mjs", import.meta.url));

export class Pool {
  counts = { compared: 0, skipped: 0, differ: 0 };
  /** Milliseconds of processor time. */
  time = 0;
  #next = 0;
  #end = 0;

  constructor(seed, mode, onFinding) {
    this.argument = JSON.stringify({ seed, mode });
    this.onFinding = onFinding;
  }

  /** Compares programs `from` up to, not including, `to`. */
  async run(from, to, jobs) {
    this.#next = from;
    this.#end = to;
    await Promise.all(Array.from({ length: jobs }, () => this.#work()));
  }

  async #work() {
    while (this.#next < this.#end) {
      const start = this.#next;
      const end = Math.min(start + share, this.#end);
      this.#next = end;
      for (let at = start; at < end;) at = await this.#workFrom(at, end);
    }
  }

  /** Lets a new worker compare the programs from `from`, and further shares after them; answers where it ended. */
  #workFrom(from, end) {
    // Most of what compiling allocates is garbage at once.
    const worker = fork(script, [this.argument], { execArgv: ["--max-semi-space-size=32"] });
    return new Promise((resolve) => {
      let at = from;
      let spent = 0;
      let timer;
      const give = (start, stop) => worker.send({ from: start, to: stop });
      const stop = (answer) => {
        clearTimeout(timer);
        worker.removeAllListeners();
        worker.kill("SIGKILL");
        resolve(answer);
      };
      const watch = () => {
        clearTimeout(timer);
        timer = setTimeout(() => {
          this.#found({ program: at, text: "", difference: "never ends" });
          stop(at + 1);
        }, patience);
      };
      worker.on("message", (message) => {
        if (message.at !== undefined) {
          at = message.at;
          watch();
        } else if (message.finding !== undefined) {
          this.#found(message.finding);
          if (message.isLast) stop(at + 1);
        } else if (message.done) {
          this.time += message.time - spent;
          spent = message.time;
          if (this.#next >= this.#end) return stop(end);
          [at, end] = [this.#next, Math.min(this.#next + share, this.#end)];
          this.#next = end;
          give(at, end);
        } else {
          this.counts[message.same === undefined ? "skipped" : "compared"]++;
        }
      });
      worker.once("exit", (code, signal) => {
        this.#found({ program: at, text: "", difference: `the process ended (${signal ?? code})` });
        stop(at + 1);
      });
      give(from, end);
    });
  }

  #found(finding) {
    this.counts.differ++;
    this.onFinding(finding);
  }
}
