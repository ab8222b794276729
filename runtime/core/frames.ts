/**
 * The frames of a task: where it waits (or, while it runs, where it last waited), and who waits for it. The edges are those
 * the loop runs on anyway: `top` and `parent` between activations, the waiters of a slot between tasks. Nothing is kept for
 * diagnostics.
 */
import type { Activation } from "./activation.js";
import { CoroutineFrame } from "./coroutine-frame.js";
import type { Deferred } from "./deferred.js";
import { Root } from "./root.js";
import { StackFrame } from "./stack.js";

/** The root's own frames, innermost first: the coroutines it awaits inline, then its function. */
export function ownFrames(root: Root): StackFrame[] {
  const frames: StackFrame[] = [];
  let frame: Activation | null = root.top;
  if (frame instanceof CoroutineFrame && frame.leaf !== null) frames.push(new StackFrame(frame.leaf, 0));
  while (frame !== null) {
    frames.push(new StackFrame(frame.info, frame.state));
    frame = frame instanceof CoroutineFrame ? frame.parent : null;
  }
  return frames;
}

/** The roots that await this slot. */
export function awaitedBy(slot: Deferred): Root[] {
  if (slot.waiters === null) return [];
  const waiters = Array.isArray(slot.waiters) ? slot.waiters : [slot.waiters];
  return waiters.map((waiter) => waiter.awaiter?.() ?? waiter).filter((waiter) => waiter instanceof Root);
}

/** The root's own frames, then those of who awaits it, and so on. Where several do, the first one is followed. */
export function stackOf(root: Root): StackFrame[] {
  const frames: StackFrame[] = [];
  const seen = new Set<Root>();
  for (let at: Root | undefined = root; at !== undefined && !seen.has(at); at = awaitedBy(at)[0]) {
    seen.add(at);
    frames.push(...ownFrames(at));
  }
  return frames;
}
