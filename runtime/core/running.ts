/**
 * What runs now; `current` (root.ts) reads and writes it. Engines have to note each pointer from an old object to a young one, and
 * tasks are young as a rule. So this is one, too: the loop makes a new one whenever it begins to run what is ready.
 */
import type { FunctionInfo } from "./function-info.js";
import { shared } from "./registry.js";

/** Which task runs, and the function it has called whose task has not been made. (Tasks know the loop, which imports this.) */
export class Running {
  made: unknown = null;
  leaf: FunctionInfo | null = null;
  /** The number that task would have. */
  leafId = 0;
  /** Makes it. (Set with each call: where the runtime is loaded twice, each makes its own tasks.) */
  makeLeaf: unknown = null;
}

/** What runs in this realm. */
export const running = shared("running", () => ({ now: new Running() }));
