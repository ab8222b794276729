// The figures of a run, and the ratios taken from them: time of the other ÷ time of ours, within a round, then the median.
import { geometricMean, median, spread } from "./statistics.mjs";

export class Results {
  /** workload name → contender name → figures by round */
  #figures = new Map();
  #failures = [];

  add(workload, contender, figures, failure) {
    if (failure !== undefined) {
      this.#failures.push(`${contender}, ${workload}: ${failure}`);
      return;
    }
    if (!this.#figures.has(workload)) this.#figures.set(workload, new Map());
    this.#figures.get(workload).set(contender, figures);
  }

  get failures() {
    return this.#failures;
  }

  figures(workload, contender) {
    return this.#figures.get(workload)?.get(contender);
  }

  /** `{ ms, spread }` */
  time(workload, contender) {
    const figures = this.figures(workload, contender);
    return figures === undefined ? undefined : { value: median(figures), spread: spread(figures) };
  }

  /** `{ value, spread }`: how many times ours goes into the other. */
  ratio(workload, other, ours) {
    const theirs = this.figures(workload, other);
    const own = this.figures(workload, ours);
    if (theirs === undefined || own === undefined) return undefined;
    const ratios = theirs.map((figure, round) => figure / own[round]);
    return { value: median(ratios), spread: spread(ratios) };
  }

  /** The geometric mean over workloads, and the lowest; undefined unless every one was measured. */
  mean(workloads, other, ours) {
    const ratios = workloads.map((workload) => this.ratio(workload, other, ours)?.value);
    if (ratios.some((ratio) => ratio === undefined)) return undefined;
    const worst = Math.min(...ratios);
    return { value: geometricMean(ratios), worst, worstOf: workloads[ratios.indexOf(worst)] };
  }

  toJSON() {
    return Object.fromEntries(
      [...this.#figures].map(([workload, byContender]) => [workload, Object.fromEntries(byContender)]),
    );
  }
}
