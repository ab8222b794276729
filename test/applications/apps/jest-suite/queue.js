// What is tested: a queue of jobs that are tried again, with a pause between.
export class Queue {
  #jobs = [];
  #running = null;
  results = [];

  constructor({ pause = 1000, attempts = 3, onError = () => {} } = {}) {
    Object.assign(this, { pause, attempts, onError });
  }

  add(job) {
    this.#jobs.push(job);
    this.#running ??= this.#run();
    return this.#running;
  }

  async #run() {
    try {
      for (let job = this.#jobs.shift(); job; job = this.#jobs.shift()) this.results.push(await this.#attempt(job));
    } finally {
      this.#running = null;
    }
    return this.results;
  }

  async #attempt(job) {
    for (let attempt = 1; ; attempt++) {
      try {
        return await job(attempt);
      } catch (error) {
        this.onError(error, attempt);
        if (attempt === this.attempts) return { failed: error.message };
        await new Promise((resolve) => setTimeout(resolve, this.pause));
      }
    }
  }
}

export async function* poll(read, ms) {
  for (;;) {
    yield await read();
    await new Promise((resolve) => setTimeout(resolve, ms));
  }
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
