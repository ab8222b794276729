/**
 * Whose tasks end with a run.
 *
 * A loop made for the run is simple: all that is on it. The ambient loop is shared with the rest of the program, so there a
 * run may end only what its main function started, directly or not. Nobody keeps a family tree of tasks; but every task
 * starts with a copy of its creator's context, so a variable that is set around main is found in all of its descendants,
 * and in the async generators they began.
 *
 * A task that was started before `run` saw it (`run(main())`) began without the variable. It gets it then, with the tasks
 * that its first step made: those numbered from it on.
 */
import { AsyncContext } from "./core/async-context.js";
import { Context, type Store } from "./core/context.js";
import type { EventLoop } from "./core/loop.js";
import { Task } from "./core/task.js";

const current = new AsyncContext.Variable<RunScope>({ name: "tsyncio.run" });

/** What one run is responsible for. */
export class RunScope {
  readonly loop: EventLoop;
  /** Whether everything on the loop belongs to this run. */
  readonly ownsLoop: boolean;
  readonly #outer = current.get();

  constructor(loop: EventLoop, ownsLoop: boolean) {
    this.loop = loop;
    this.ownsLoop = ownsLoop;
  }

  /** Calls `start`; what it starts belongs to this run. */
  enter<T>(start: () => T): T {
    return current.run(this, start);
  }

  /** Takes in a task that is running already, with what its first step started. */
  adopt(main: Task): void {
    for (const task of [main, ...this.loop.allTasks()]) {
      if (idOf(task) >= idOf(main)) mark(task, this);
    }
  }

  /** Whether the task (or generator) belongs to this run, or to one inside it. */
  holds(task: unknown): boolean {
    if (this.ownsLoop) return true;
    if (!(task instanceof Task)) return false;
    let scope = storeOf(task).map.get(current) as RunScope | undefined;
    while (scope !== undefined && scope !== this) scope = scope.#outer;
    return scope === this;
  }

  /** Those of its tasks that are not done. */
  tasks(): Task[] {
    return this.loop.allTasks().filter((task) => this.holds(task));
  }
}

function storeOf(task: Task): Store {
  return task.context instanceof Context ? task.context.store : task.context;
}

function mark(task: Task, scope: RunScope): void {
  const store = storeOf(task).with(current, scope);
  if (task.context instanceof Context) task.context.store = store;
  else task.context = store;
}

/** The number that its default name ends in: tasks of a loop are counted as they are made. It is private to the core. */
function idOf(task: Task): number {
  return task.id;
}
