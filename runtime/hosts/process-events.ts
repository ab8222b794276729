/**
 * One listener on the process per event, however many runs want to hear of it: a server may have thousands going on, and
 * Node warns of a leak at eleven. It is there only while somebody wants it.
 */
import type { NodeProcess } from "./platform.js";

/** Shares one listener for an event among those who want to hear of it. */
export class ProcessEvent {
  readonly #process: NodeProcess;
  readonly #event: string;
  readonly #callbacks = new Set<() => void>();
  readonly #listener = (): void => {
    for (const callback of [...this.#callbacks]) callback();
  };

  constructor(process: NodeProcess, event: string) {
    this.#process = process;
    this.#event = event;
  }

  /** Whether the program listens for the event itself. */
  get isTaken(): boolean {
    const own = this.#callbacks.size > 0 ? 1 : 0;
    return this.#process.listenerCount(this.#event) > own;
  }

  /** Calls back at every event until the returned function is called. */
  listen(callback: () => void): () => void {
    const own = (): void => callback();
    if (this.#callbacks.size === 0) this.#process.on(this.#event, this.#listener);
    this.#callbacks.add(own);
    return () => {
      if (!this.#callbacks.delete(own) || this.#callbacks.size > 0) return;
      this.#process.off(this.#event, this.#listener);
    };
  }
}
