/** Shared by the tests of barriers. */
import { createTask, gather, type Barrier, type Task } from "tsyncio";

/** How many parties most of them have. */
export const N = 5;

export function makeTasks<T>(count: number, body: () => Promise<T>): Task<T>[] {
  return Array.from({ length: count }, () => createTask(body()));
}

export async function gatherTasks<T>(count: number, body: () => Promise<T>): Promise<readonly T[]> {
  return await gather(...makeTasks(count, body));
}

/** How many are inside: CPython's tests look at `_count`. */
export function countOf(barrier: Barrier): number {
  return (barrier as unknown as { count: number }).count;
}
