/**
 * The loop that compiled fixtures run on. Imported before the ABI, because the first maker that is registered stays.
 *
 * No time slices: on a busy machine a drain may take longer than one, and would then go on behind the engine's
 * microtasks.
 */
import { registerAmbientLoop } from "../../runtime/core/ambient.js";
import { EventLoop } from "../../runtime/core/loop.js";
import { nodeHost } from "../../runtime/hosts/node.js";

registerAmbientLoop(() => new EventLoop(nodeHost({ slice: Infinity }), { holdTasks: false }));
