/**
 * What `run` asks of a process: interrupts and the exit code.
 *
 * Only the node host has it. An interrupt is taken over only while nobody else handles SIGINT, as in asyncio's runner, so
 * a program with its own handler keeps it.
 */
import type { NodeProcess } from "./platform.js";
import { ProcessEvent } from "./process-events.js";

/** The process a loop runs in, as far as `run` needs it. */
export interface ProcessControl {
  /**
   * Calls back on Ctrl-C (SIGINT) until the returned function is called. Does nothing when the program listens for
   * SIGINT itself.
   */
  onInterrupt(callback: () => void): () => void;
  /** The code the process will end with, unless it is set again. */
  setExitCode(code: number): void;
  /** Ends the process now. */
  exit(code: number): never;
}

/** Process control by Node's `process`. */
export function nodeProcessControl(process: NodeProcess): ProcessControl {
  const interrupts = new ProcessEvent(process, "SIGINT");
  return {
    onInterrupt: (callback) => (interrupts.isTaken ? () => {} : interrupts.listen(callback)),
    setExitCode(code) {
      process.exitCode = code;
    },
    exit: (code) => process.exit(code),
  };
}

/** The process control of a host; null where there is no process. */
export function processControl(host: object): ProcessControl | null {
  return "process" in host ? (host.process as ProcessControl) : null;
}
