/**
 * What can be told of a loop while it runs: one object is called at every event of its tasks. Nobody listens as a rule, so
 * the loop's field is null then, and every place that would tell asks for that first.
 *
 *     spawned ─▶ beforeStep ─▶ … ─▶ blocked ─▶ afterStep ─┐ resumed
 *                    ▲                                    │
 *                    └────────────────────────────────────┘
 *                beforeStep ─▶ … ─▶ finished ─▶ afterStep
 *
 * A task's first step runs inside the call that made it, so steps nest: whoever keeps a stack of them knows who runs.
 * The body of an async generator is told of like a task (its steps run inside those of whoever iterates, until it waits).
 * Coroutines that are awaited run on their task and are part of its steps.
 *
 * Prior art: trio's `Instrument`, which this follows also in that one that throws is reported and removed.
 */
/**
 * Told what a loop's tasks do. Must not start, settle or cancel anything.
 * (`Task` and `Slot` are those classes of the runtime, which this module may not name: they know it.)
 */
export interface Instrument<Task = object, Slot = object> {
  /** A task was made by `parent` (null: outside of tasks). Its first step has not run. */
  spawned?(task: Task, parent: Task | null): void;
  /** A step begins. */
  beforeStep?(task: Task): void;
  /** A step has ended: the task waits (`blocked` came before), or is done. */
  afterStep?(task: Task): void;
  /** The task waits for `slot`; for its turn in the ready queue when `slot` is null. */
  blocked?(task: Task, slot: Slot | null): void;
  /** The task's function has returned or thrown. What it returned may be an awaitable, which is followed then. */
  finished?(task: Task): void;
}

/** Several instruments as one; made anew whenever one comes or goes. */
export class Instruments implements Required<Instrument> {
  private readonly all: readonly Instrument[];
  private readonly failed: (instrument: Instrument, error: unknown) => void;

  /** @param failed told when an instrument throws */
  constructor(all: readonly Instrument[], failed: (instrument: Instrument, error: unknown) => void) {
    this.all = all;
    this.failed = failed;
  }

  /** These and one more. */
  with(instrument: Instrument): Instruments {
    return new Instruments([...this.all, instrument], this.failed);
  }

  /** These without one; null when none is left. */
  without(instrument: Instrument): Instruments | null {
    const left = this.all.filter((other) => other !== instrument);
    return left.length === 0 ? null : new Instruments(left, this.failed);
  }

  spawned(task: object, parent: object | null): void {
    this.tell((instrument) => instrument.spawned?.(task, parent));
  }

  beforeStep(task: object): void {
    this.tell((instrument) => instrument.beforeStep?.(task));
  }

  afterStep(task: object): void {
    this.tell((instrument) => instrument.afterStep?.(task));
  }

  blocked(task: object, slot: object | null): void {
    this.tell((instrument) => instrument.blocked?.(task, slot));
  }

  finished(task: object): void {
    this.tell((instrument) => instrument.finished?.(task));
  }

  private tell(call: (instrument: Instrument) => void): void {
    for (const instrument of this.all) {
      try {
        call(instrument);
      } catch (error) {
        this.failed(instrument, error);
      }
    }
  }
}
