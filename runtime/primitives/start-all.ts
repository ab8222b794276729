/**
 * The first step of everything that takes several awaitables: check them all, find their loop, start what is not started.
 * Checked first and started second, so that a wrong argument leaves nothing half begun.
 */
