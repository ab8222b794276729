/**
 * Which host the ambient loop runs on: the one compiled functions use when no loop was started.
 *
 * Decided by what the platform can do, not by its name: where the main realm of Node can be reached (Node, and Bun and
 * Deno, which answer like it), the node host; everywhere else the browser host. Nothing is imported for it (see
 * main-realm.ts), so a browser bundle names no module of Node.
 *
 * Loading this module registers the maker of the ambient loop with the core; the loop is made when it is first needed.
 */
import { registerAmbientLoop } from "../core/ambient.js";
import type { Host } from "../core/host.js";
import { EventLoop } from "../core/loop.js";
import { offerTaskTree } from "../core/task-tree.js";
import { browserHost } from "./browser.js";
import { mainRealm } from "./main-realm.js";
import { nodeHost } from "./node.js";

/** A host for the platform that the program runs on. */
export function ambientHost(): Host {
  return mainRealm() === null ? browserHost() : nodeHost();
}

// The ambient loop holds waiting tasks weakly: what nobody can wake or see any more is garbage there.
registerAmbientLoop(() => new EventLoop(ambientHost(), { holdTasks: false }));

// For `tsyncio ps`.
offerTaskTree();
