/**
 * What happened in a run, in order: which task was made by whom, went on where, waits for what, how it ended, when.
 *
 * A trace is compared across engines, so it holds nothing an engine words: no stacks, no messages, no formatting by
 * locale. Recording must not slow a run down, so events are kept as numbers and references, in arrays that are used again;
 * text is made when it is read.
 *
 *     numbers      kind a b | kind a b | …
 *     references   x  y  z  | x  y  z  | …
 */
import { type Instrument, Instruments } from "../core/instruments.js";
import type { Root } from "../core/root.js";

/** x: the time (ms). */
export const TIME = 0;
/** x: a task; y: who made it, or null. */
export const SPAWNED = 1;
/** x: a task; y: its innermost function; a: the state it goes on in. */
export const STEP = 2;
/** x: a task; y: its innermost function; z: what it waits for, or null; a: the state it waits in. */
export const BLOCKED = 3;
/** x: a task, whose function has ended. */
export const FINISHED = 4;
/** x: the kind; a: how many possibilities; b: which was taken. */
export const CHOICE = 5;
/** x: a text. */
export const NOTE = 6;

/** An event, as a reader is given it. */
export interface TraceEvent {
  readonly kind: number;
  readonly a: number;
  readonly b: number;
  readonly x: unknown;
  readonly y: unknown;
  readonly z: unknown;
}

const width = 3;

/** Collects events. As `loop.instruments` it is told what tasks do. */
export class TraceRecorder extends Instruments {
  private numbers = new Int32Array(64 * width);
  private references: unknown[] = [];
  private end = 0;

  constructor() {
    super([], () => {});
  }

  /** Begins again, for the next run; what was recorded before is overwritten by and by. */
  reset(): void {
    this.end = 0;
  }

  private add(kind: number, a: number, b: number, x: unknown, y: unknown, z: unknown): void {
    const at = this.end;
    if (at === this.numbers.length) this.grow();
    const { numbers, references } = this;
    numbers[at] = kind;
    numbers[at + 1] = a;
    numbers[at + 2] = b;
    references[at] = x;
    references[at + 1] = y;
    references[at + 2] = z;
    this.end = at + width;
  }

  private grow(): void {
    const larger = new Int32Array(this.numbers.length * 2);
    larger.set(this.numbers);
    this.numbers = larger;
  }

  // ---- What a loop tells

  override with(instrument: Instrument): Instruments {
    return new Instruments([this, instrument], () => {});
  }

  override without(): Instruments {
    return this;
  }

  override spawned(task: object, parent: object | null): void {
    this.add(SPAWNED, 0, 0, task, parent, null);
  }

  override beforeStep(task: object): void {
    const { info, state } = (task as Root).top;
    this.add(STEP, state, 0, task, info, null);
  }

  override afterStep(): void {}

  override blocked(task: object, slot: object | null): void {
    const { info, state } = (task as Root).top;
    this.add(BLOCKED, state, 0, task, info, slot);
  }

  override finished(task: object): void {
    this.add(FINISHED, 0, 0, task, null, null);
  }

  // ---- What the simulation tells

  /** Time went on. */
  time(now: number): void {
    this.add(TIME, 0, 0, now, null, null);
  }

  /** Possibility `index` of `n` was chosen. */
  choice(kind: string, n: number, index: number): void {
    this.add(CHOICE, n, index, kind, null, null);
  }

  /** Something the program says. */
  note(text: string): void {
    this.add(NOTE, 0, 0, text, null, null);
  }

  /** What was recorded, oldest first. */
  *events(): IterableIterator<TraceEvent> {
    for (let at = 0; at < this.end; at += width) {
      yield {
        kind: this.numbers[at] as number,
        a: this.numbers[at + 1] as number,
        b: this.numbers[at + 2] as number,
        x: this.references[at],
        y: this.references[at + 1],
        z: this.references[at + 2],
      };
    }
  }
}
