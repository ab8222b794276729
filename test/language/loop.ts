/**
 * The loop that compiled fixtures run on. Imported before the ABI, because the first maker that is registered stays.
 *
 * No time slices: on a busy machine a drain may take longer than one, and would then go on behind the engine's
 * microtasks. And one generation per microtask, so that the rounds the fixtures' lines are written in can be compared; a
 * number in the environment variable BURST lets that many share one, and only the order can be.
 */
import { registerAmbientLoop } from "../../runtime/core/ambient.js";
import { EventLoop } from "../../runtime/core/loop.js";
import { nodeHost } from "../../runtime/hosts/node.js";

registerAmbientLoop(
  () => new EventLoop(nodeHost({ slice: Infinity }), { holdTasks: false, burst: Number(process.env["BURST"] ?? 1) }),
);
