/**
 * A recorded schedule: the seed and every choice of a run, so that the run can be repeated exactly, here or elsewhere.
 *
 *     tsyncio-schedule:1;seed:7;policy:random;labels:Task-2%20withdraw%401,Task-3%20withdraw%401;choices:5.task.3.1.0,…;steps:14
 *                                                                                                │  │    │ │ └ its label
 *                                                                                    at step 5 ──┘  │    │ └ was taken
 *                                                                                            kind ──┘    └ of 3 possibilities
 *
 * One line without spaces or quotes, to be copied from a terminal into a test. What is chosen is kept with its label, and
 * with the number of the step: so a program that has changed since is noticed, and where.
 */
import { ScheduleFormatError } from "./schedule-errors.js";

/** One choice of a run. */
export interface Choice {
  /** How many steps the run had taken before. */
  readonly step: number;
  /** What was open: `"task"` (which one runs next), or what the program said. */
  readonly kind: string;
  /** How many possibilities there were. */
  readonly n: number;
  /** Which was taken, from 0. */
  readonly index: number;
  /** Its name. */
  readonly label: string;
}

const magic = "tsyncio-schedule:1";

/**
 * The seed and every choice of a run, so that the run can be repeated exactly, here or elsewhere:
 * `simulate(main, { schedule })`. As text it is one line without spaces or quotes, to be copied from a terminal into a test.
 */
export class Schedule {
  /** What the run's random numbers came from. */
  readonly seed: number;
  /** The policy that made the choices. */
  readonly policy: string;
  /** What was chosen, in order. */
  readonly choices: readonly Choice[];
  /** How many steps the run took. */
  readonly steps: number;

  /** @internal Made by a run, or by `Schedule.parse`. */
  constructor(seed: number, policy: string, choices: readonly Choice[], steps: number) {
    this.seed = seed;
    this.policy = policy;
    this.choices = choices;
    this.steps = steps;
  }

  /** One line that `Schedule.parse` (and `simulate(main, { schedule })`) reads. */
  toString(): string {
    const labels = new Map<string, number>();
    const choices = this.choices.map(({ step, kind, n, index, label }) => {
      if (!labels.has(label)) labels.set(label, labels.size);
      return [step, encode(kind), n, index, labels.get(label)].join(".");
    });
    return [
      magic,
      `seed:${this.seed}`,
      `policy:${encode(this.policy)}`,
      `labels:${[...labels.keys()].map(encode).join(",")}`,
      `choices:${choices.join(",")}`,
      `steps:${this.steps}`,
    ].join(";");
  }

  /**
   * Reads what `toString` wrote.
   *
   * @throws {ScheduleFormatError} when it is no such text, or was cut off.
   */
  static parse(text: string): Schedule {
    const [head, ...parts] = text.trim().split(";");
    const values = parts.map((part) => part.slice(part.indexOf(":") + 1));
    const names = parts.map((part) => part.slice(0, part.indexOf(":"))).join();
    if (`${head}`.replace(/:1$/, "") === "tsyncio-schedule" && head !== magic) throw unreadable(text);
    if (head !== magic || names !== "seed,policy,labels,choices,steps") throw unreadable(text);
    const [seed, policy, labelTexts, choiceTexts, steps] = values as [string, string, string, string, string];
    const labels = split(labelTexts).map(decode);
    const choices = split(choiceTexts).map((choice) => readChoice(choice, labels, text));
    return new Schedule(number(seed, text), decode(policy), choices, number(steps, text));
  }
}

function split(list: string): string[] {
  return list === "" ? [] : list.split(",");
}

function readChoice(choice: string, labels: readonly string[], text: string): Choice {
  const [step, kind, n, index, label, ...more] = choice.split(".");
  if (kind === undefined || more.length > 0) throw unreadable(text);
  const name = labels[number(label, text)];
  if (name === undefined) throw unreadable(text);
  return { step: number(step, text), kind: decode(kind), n: number(n, text), index: number(index, text), label: name };
}

function number(text: string | undefined, whole: string): number {
  const value = Number(text);
  if (text === undefined || text === "" || Number.isNaN(value)) throw unreadable(whole);
  return value;
}

/** Nothing that separates anything here, or means something to a shell. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[.!'()*~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function decode(text: string): string {
  return decodeURIComponent(text);
}

function unreadable(text: string): ScheduleFormatError {
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return new ScheduleFormatError(
    `this is no complete schedule: "${shown}". Copy the whole line that begins with "${magic}", as a failing run printed it`,
  );
}
