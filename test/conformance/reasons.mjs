/**
 * Why a test of CPython's has no counterpart here. The set is fixed: a reason that fits nothing in it is no reason.
 * `todo` is the odd one out: the test could be written and is not yet, so it counts as portable.
 */
export const reasons = {
  todo: "portable, not ported yet",
  different: "a deliberate difference (the note says which)",
  python: "a matter of the Python language: generators as coroutines, repr, pickling, warnings, base exceptions",
  gc: "garbage collection, reference counts, weak references, finalisers",
  "c-impl": "the C implementation, or that it agrees with the Python one",
  "white-box": "replaces or inspects private machinery of CPython",
  "keyboard-interrupt": "KeyboardInterrupt and SystemExit, thrown through the loop",
  threads: "threads, executors, concurrent.futures",
  policy: "event loop policies and implicit event loops, which are on their way out of Python",
  fd: "file descriptors, selectors, raw sockets",
  io: "transports, streams, subprocesses: another part of the project",
  tls: "Python's ssl module",
  platform: "Windows, kqueue, fork",
};
