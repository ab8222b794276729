/** What the tests of task groups share. */
import type { ExceptionGroup } from "tsyncio";
import { eagerTaskFactory, run } from "tsyncio";
import { newLoop } from "../support.js";

export class MyExc extends Error {}
/** Derived from BaseException in the original; JavaScript has one kind of error. */
export class MyBaseExc extends Error {}

/** The classes of a group's errors, sorted. */
export function errorTypes(group: ExceptionGroup): string[] {
  return [...new Set(group.exceptions.map((error) => (error as Error).constructor.name))].sort();
}

/** The original runs twice, on a loop with ordinary tasks and on one with eager tasks. */
export function both(name: string, body: () => PromiseLike<unknown>): void {
  test(name, () => {
    run(body, { loop: newLoop() });
    const eager = newLoop();
    eager.setTaskFactory(eagerTaskFactory);
    run(body, { loop: eager });
  });
}
