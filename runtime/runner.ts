/**
 * `Runner`: several mains one after the other, on one loop and in one context. Mirrors `asyncio.Runner`.
 *
 *     const runner = new Runner({ host: simulatedHost() });
 *     runner.run(prepare);            // what it sets in context variables …
 *     runner.run(check);              // … is seen here
 *     runner.close();
 *
 * The loop is made when it is first needed. States: *open*, then *closed* for good.
 */
import { ambientHost } from "./hosts/ambient.js";
import { Context, copyContext } from "./core/context.js";
import type { EventLoop } from "./core/loop.js";
import { getRunningLoop } from "./core/queries.js";
import type { Task } from "./core/task.js";
import { chooseLoop, newLoop, type ChosenLoop, type LoopChoice } from "./run-loop.js";
import { RunnerStateError } from "./run-errors.js";
import { startMain, type Main, type StartOptions } from "./run-main.js";
import { Following, supervise } from "./run-platform.js";
import { RunScope } from "./run-scope.js";
import { shutDown } from "./run-shutdown.js";

/** Options of {@link Runner}. Without a loop or host: a new loop on the platform. */
export type RunnerOptions = LoopChoice;
