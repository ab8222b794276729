/**
 * What stands in the ready queue and in a future's list of waiters: anything that can be run once. A task that waits is
 * itself the entry, so an await allocates nothing.
 */
export interface Runnable {
  /** Runs the entry. Never throws: what goes wrong inside is the entry's own business. */
  run(): void;
  /** A name for traces; that of the class when left out. */
  describe?(): string;
}
