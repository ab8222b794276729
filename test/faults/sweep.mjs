/**
 * The fault sweep: runs a workload again and again, each time with a cancellation at another place, and checks after each
 * run that nothing is held and nothing was lost.
 *
 *     step          1     2     3     4     5     …      a step is one entry of the ready queue
 *     ready queue   t1    t2    wake  t1    t3
 *                ▲     ▲     ▲     ▲     ▲
 *                └─────┴─────┴─────┴─────┴── here, before each step, each task that has not ended is cancelled: one of
 *                                            them in each run
 *
 * The task is any of the workload's, not only the one about to run: what breaks a lock is that somebody is cancelled who was
 * woken and has not run yet, or who waits behind another. Pairs are tried the same way: for each single cancellation, the run
 * it leads to is taken as the new baseline, and a second one is tried at every step from the first on, into each task that
 * has not ended by then (the same one included). All of this can be repeated under other schedules (`--seed`), in which the
 * ready queue is not first in, first out.
 *
 * Everything runs on virtual time and is a pure function of the workload, the seed and the place, so a failure is named by
 * these and can be repeated.
 */

/** A run that takes more steps than this does not come to an end. */
const tooManySteps = 5000;

/** Sweeps workloads with one copy of the runtime. */
export class Sweep {
  #runtime;
  #seed;

  /**
   * @param runtime what "tsyncio" exports
   * @param seed 0: first in, first out; any other: a schedule of its own
   */
  constructor(runtime, seed = 0) {
    this.#runtime = runtime;
    this.#seed = seed;
  }

  /**
   * Tries every place, and every pair of places if `pairs` (one in `pairStride` of them).
   *
   * @returns how much was run, and what failed (at most `limit`)
   */
  sweep(workload, { pairs = false, pairStride = 1, limit = 5 } = {}) {
    const result = { name: workload.name, steps: 0, singles: 0, pairs: 0, failures: [] };
    const baseline = this.run(workload, []);
    result.steps = baseline.alive.length;
    this.#note(result, baseline, [], limit);
    let turn = 0;
    for (const first of placesOf(baseline, 0)) {
      const single = this.run(workload, [first]);
      result.singles += 1;
      this.#note(result, single, [first], limit);
      if (!pairs) continue;
      for (const second of placesOf(single, first.step)) {
        if (turn++ % pairStride !== 0) continue;
        result.pairs += 1;
        this.#note(result, this.run(workload, [first, second]), [first, second], limit);
      }
    }
    return result;
  }

  #note(result, run, places, limit) {
    if (run.problems.length === 0 || result.failures.length >= limit) return;
    const where = places.map(({ step, name }) => `${name} cancelled before step ${step}`).join(", then ");
    result.failures.push({ where: where === "" ? "undisturbed" : where, problems: run.problems });
  }

  /**
   * Runs it once, cancelling where `places` say.
   *
   * @returns the tasks that had not ended before each step (`alive`), and what was found (`problems`)
   */
  run(workload, places) {
    const run = new Run(this.#runtime, this.#seed, places);
    run.start(workload);
    return run;
  }
}

/** The places from a step on: before each step, each task alive. */
function* placesOf({ alive }, from) {
  for (let step = from; step < alive.length; step += 1) {
    for (const { index, name } of alive[step]) yield { step, index, name };
  }
}

/** One run; also the `World` the workload sees. */
class Run {
  alive = [];
  problems = [];
  cancelled = new Set();
  loop;
  #runtime;
  #places;
  #host;
  #tasks = [];
  #open = new Map();
  #injecting = true;
  #current = [];
  #changed = true;

  constructor(runtime, seed, places) {
    this.#runtime = runtime;
    this.#places = places;
    this.#host = runtime.simulatedHost({
      onUnhandled: (error) => this.problems.push(`a failure nobody looked at: ${error}`),
      onWarning: (message) => this.problems.push(`a warning: ${message}`),
    });
    this.loop = new runtime.EventLoop(this.#host);
    this.loop.setExceptionHandler((_loop, context) => this.problems.push(`${context.message}: ${context.exception}`));
    this.loop.ready.watch = (_entry, step) => this.#step(step);
    if (seed !== 0) shuffleTasks(this.loop.ready, runtime.Task, seed);
  }

  start(workload) {
    let invariants = {};
    this.loop.callSoon(() => {
      invariants = workload.start(this);
    });
    try {
      this.#toRest();
      this.#check("at rest", () => invariants.atRest?.());
      this.#injecting = false;
      for (const { task } of this.#tasks) task.cancel("the end");
      this.#toRest();
      this.#checkTasks();
      this.#check("at the end", () => invariants.atEnd?.());
      this.loop.close();
    } catch (error) {
      this.problems.push(String(error));
    }
  }

  /** Runs until nothing is ready and no timer is set. */
  #toRest() {
    for (;;) {
      const deadline = this.loop.runOnce(this.#host.now());
      if (deadline === Infinity) return;
      this.#host.advance(deadline);
    }
  }

  #step(run) {
    if (!this.#injecting) {
      this.#count += 1;
      if (this.#count > tooManySteps) throw new Error(`it is still busy after ${this.#count} steps`);
      run();
      return;
    }
    const step = this.alive.length;
    if (step > tooManySteps) throw new Error(`it is still busy after ${step} steps`);
    for (const place of this.#places) if (place.step === step) this.#cancel(this.#tasks[place.index]);
    this.alive.push(this.#living());
    run();
  }

  #count = 0;

  #cancel({ name, task }) {
    this.cancelled.add(name);
    task.cancel();
  }

  /** The tasks that have not ended; the same array while they are the same. */
  #living() {
    if (this.#changed || this.#current.some(({ task }) => task.done())) {
      this.#changed = false;
      this.#current = this.#tasks.filter(({ task }) => !task.done());
    }
    return this.#current;
  }

  #checkTasks() {
    for (const { name, task, fails } of this.#tasks) {
      if (!task.done()) this.problems.push(`${name} never ends`);
      else if (!fails && !task.cancelled() && task.exception() !== undefined)
        this.problems.push(`${name} failed: ${task.exception()}`);
    }
    for (const [name, count] of this.#open) if (count !== 0) this.problems.push(`${name}: a finally did not run`);
    if (this.#runtime.allTasks(this.loop).size > 0) this.problems.push("a task is left");
  }

  #check(when, invariant) {
    const found = [invariant()].flat().filter(Boolean);
    for (const problem of found) this.problems.push(`${when}: ${problem}`);
  }

  // ---- The world

  spawn(name, body) {
    return this.watch(name, this.#runtime.createTask(body(), { name }));
  }

  watch(name, task, { fails = false } = {}) {
    // Looked at as soon as it has ended, by somebody who is no consumer; judged when everything has.
    task.addDoneCallback(() => task.cancelled() || task.exception());
    this.#tasks.push({ name, task, fails, index: this.#tasks.length });
    this.#changed = true;
    return task;
  }

  get unfinished() {
    return this.#tasks.filter(({ task }) => !task.done()).map(({ name }) => name);
  }

  enter(name) {
    this.#open.set(name, (this.#open.get(name) ?? 0) + 1);
    let left = false;
    return () => {
      if (left) this.problems.push(`${name}: a finally ran twice`);
      left = true;
      this.#open.set(name, this.#open.get(name) - 1);
    };
  }
}

/**
 * A schedule that is a pure function of the seed: among the entries that became ready in one turn, tasks change places
 * (callbacks keep theirs, which asyncio promises). A linear congruential generator decides.
 */
function shuffleTasks(ready, Task, seed) {
  let state = seed >>> 0;
  const below = (count) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * count);
  };
  const take = ready.take.bind(ready);
  ready.take = () => {
    const taken = take();
    if (taken === null) return null;
    const { items, count } = taken;
    const places = [...items.slice(0, count).keys()].filter((place) => items[place] instanceof Task);
    for (let i = places.length - 1; i > 0; i -= 1) {
      const [a, b] = [places[i], places[below(i + 1)]];
      [items[a], items[b]] = [items[b], items[a]];
    }
    return taken;
  };
}
