/** How the public names are typed for their users: nothing runs here, `npm run types` checks it. */
import {
  createTask,
  currentTask,
  FIRST_COMPLETED,
  fromSignal,
  gather,
  nodeHost,
  run,
  shield,
  simulatedHost,
  sleep,
  timeout,
  toNative,
  wait,
  waitFor,
  type AbortSignalLike,
  type Task,
} from "../../../runtime/index.js";

async function main(): Promise<number> {
  return 1;
}

/** Under virtual time the value itself, elsewhere a task. */
export const ran: readonly [number, number, Task<number>, Task<number>, Task<number>] = [
  run(main, { host: simulatedHost() }),
  run(() => main(), { host: simulatedHost() }),
  run(main),
  run(main()),
  run(main, { host: nodeHost() }),
];

/** What is awaited has the type that one expects of a promise. */
export async function used(): Promise<unknown[]> {
  await using _limit = timeout(5);
  await using _abort = fromSignal(new AbortController().signal);
  const pair: [number, string] = await gather(main(), sleep(1, "text"));
  const list: number[] = await gather(...[main(), main()]);
  const withErrors: [unknown, unknown] = await gather(main(), main(), { returnExceptions: true });
  const task: Task<number> = createTask(main());
  const promise: Promise<number> = task;
  const [done] = await wait([task], { returnWhen: FIRST_COMPLETED, timeout: 5 });
  const results: number[] = [...done].map((each) => each.result());
  const [, pending]: [Set<Promise<number>>, Set<Promise<number>>] = await wait([main(), main()]);
  const limited: number = await waitFor(main(), 5);
  const shielded: number = await shield(main());
  const native: Promise<number> = toNative(main());
  const nothing: void = await sleep(5);
  const inScope: number = await timeout(5).run(async (scope) => scope.when() ?? 0);
  const signal = currentTask().signal as AbortSignalLike;
  return [pair, list, withErrors, promise, results, pending, limited, shielded, native, nothing, inScope, signal];
}
