/**
 * The five loops and `for await`.
 *
 *     for (let i = 0; i < n; i++) { await f(i); }
 *
 *     b0:  scope create {i}; let i = 0; goto head
 *     head: branch i < n -> body | after
 *     body: await f(i) -> next
 *     next: scope copy {i}; i++; goto head          (a fresh binding for each turn)
 *     after:
 *
 * A loop over an iterator is a region: leaving it early closes the iterator. A sync one is closed on the
 * spot; closing an async one suspends, so it is a finalizer like that of `try`.
 */
import type { HostNode, StatementView } from "./dialect.js";
import { bindHead, variable } from "./explode-declarations.js";
import type { Exploder } from "./explode.js";
import { explodeFinally } from "./explode-try.js";
import { explodeUsingBlock, isUsing } from "./explode-using.js";
import { ACTIVATION, Block, type Expr, SENT, type Temp, binary, field, method, not, runtime } from "./ir.js";
import type { Scope } from "./scope.js";

type IterationView = Extract<StatementView, { kind: "forIn" | "forOf" | "forAwait" }>;
type LoopView = Extract<StatementView, { kind: "while" | "doWhile" | "for" }> | IterationView;

export function explodeLoop(ex: Exploder, node: HostNode, view: LoopView, labels: readonly string[]): void {
  switch (view.kind) {
    case "while":
      whileLoop(ex, view, labels);
      return;
    case "doWhile":
      doWhileLoop(ex, view, labels);
      return;
    case "for":
      forLoop(ex, node, view, labels);
      return;
    case "forIn":
      forInLoop(ex, node, view, labels);
      return;
    case "forOf":
      forOfLoop(ex, node, view, labels);
      return;
    case "forAwait":
      forAwaitLoop(ex, node, view, labels);
  }
}

/** Explodes a loop's body between its jump targets. */
function loopBody(
  ex: Exploder,
  labels: readonly string[],
  breakTo: Block,
  continueTo: Block,
  depth: number,
  body: () => void,
  continueDepth = depth,
): void {
  ex.loopDepth++;
  ex.withTarget({ labels, isBreakable: true, breakTo, continueTo, depth, continueDepth }, body);
  ex.loopDepth--;
}

/** Goes to `body` or `after`; a test that is literally `true` is left out. */
function branchOn(ex: Exploder, test: HostNode, body: Block, after: Block): void {
  const range = ex.dialect.range(test);
  if (range !== undefined && ex.dialect.sourceText.slice(range.start, range.end) === "true") {
    ex.goto(body);
    return;
  }
  ex.end({ kind: "branch", test: ex.value(test), then: body, else: after });
}

function whileLoop(ex: Exploder, view: LoopView & { kind: "while" }, labels: readonly string[]): void {
  const head = ex.block("loop");
  const body = ex.block("");
  const after = ex.block("");
  ex.enter(head);
  ex.loopDepth++;
  branchOn(ex, view.test, body, after);
  ex.loopDepth--;
  ex.start(body);
  loopBody(ex, labels, after, head, ex.leaps.depth, () => ex.statement(view.body));
  ex.goto(head);
  ex.start(after);
}

function doWhileLoop(ex: Exploder, view: LoopView & { kind: "doWhile" }, labels: readonly string[]): void {
  const body = ex.block("loop");
  const test = ex.block("loop test");
  const after = ex.block("");
  ex.enter(body);
  loopBody(ex, labels, after, test, ex.leaps.depth, () => ex.statement(view.body));
  ex.enter(test);
  ex.loopDepth++;
  branchOn(ex, view.test, body, after);
  ex.loopDepth--;
  ex.start(after);
}

function forLoop(ex: Exploder, node: HostNode, view: LoopView & { kind: "for" }, labels: readonly string[]): void {
  const { initializer } = view;
  // `for (using x = …;;)` disposes when the whole loop is left.
  if (initializer?.kind === "variable" && isUsing(initializer.view))
    explodeUsingBlock(ex, node, () => forTurns(ex, node, view, labels));
  else forTurns(ex, node, view, labels);
}

function forTurns(ex: Exploder, node: HostNode, view: LoopView & { kind: "for" }, labels: readonly string[]): void {
  const scopes = ex.scopes.scopesOf(node);
  const head = ex.block("loop");
  const body = ex.block("");
  const next = ex.block("loop update");
  const after = ex.block("");
  const { initializer } = view;
  ex.loopDepth++;
  for (const scope of scopes) ex.openScope(scope);
  if (initializer?.kind === "variable") variable(ex, initializer.node, initializer.view);
  else if (initializer !== null) ex.spill(() => ex.spiller.effect(initializer.node));
  if (initializer !== null && capturesIn(ex, initializer.node, scopes)) copyScopes(ex, scopes);
  ex.enter(head);
  if (view.test !== null) branchOn(ex, view.test, body, after);
  else ex.goto(body);
  ex.loopDepth--;
  ex.start(body);
  loopBody(ex, labels, after, next, ex.leaps.depth, () => ex.statement(view.body));
  ex.enter(next);
  const { update } = view;
  ex.loopDepth++;
  copyScopes(ex, scopes);
  if (update !== null) ex.spill(() => ex.spiller.effect(update));
  ex.loopDepth--;
  ex.goto(head);
  ex.start(after);
}

/** Each turn of a `for` has its own copy of the head's bindings, if a closure can tell. */
function copyScopes(ex: Exploder, scopes: readonly Scope[]): void {
  for (const scope of scopes) {
    if (![...scope.bindings.values()].some((binding) => binding.captured)) continue;
    const fresh = ex.block("");
    fresh.pinned = true;
    ex.enter(fresh);
    ex.op({ kind: "scope", scope, action: "copy" });
  }
}

/** Does a closure in `node` capture one of the head's bindings? */
function capturesIn(ex: Exploder, node: HostNode, scopes: readonly Scope[]): boolean {
  return ex.scopes
    .namesIn(node)
    .some(
      (event) =>
        event.binding !== null &&
        scopes.includes(event.binding.scope) &&
        event.scope.function !== event.binding.function,
    );
}

function forInLoop(ex: Exploder, node: HostNode, view: IterationView, labels: readonly string[]): void {
  const keys = ex.temps.make("keys");
  ex.set(keys, runtime("forIn", iterated(ex, node, view)));
  const head = ex.block("loop");
  const body = ex.block("");
  const after = ex.block("");
  ex.enter(head);
  ex.end({ kind: "branch", test: method(keys, "next"), then: body, else: after });
  ex.start(body);
  loopBody(ex, labels, after, head, ex.leaps.depth, () => iteration(ex, node, view, keys));
  ex.goto(head);
  ex.start(after);
}

/** What is looped over. The head's names are already there, without values: `for (const x of x)` is an error. */
function iterated(ex: Exploder, node: HostNode, view: IterationView): Expr {
  const [, end] = ex.scopes.nameInterval(view.right);
  const scopes = ex.scopes.scopesOf(node);
  for (const scope of scopes) for (const binding of scope.bindings.values()) ex.initializedAt.set(binding, end);
  const looksEarly = ex.scopes
    .namesIn(view.right)
    .some((event) => event.binding !== null && scopes.includes(event.binding.scope));
  if (looksEarly) for (const scope of scopes) ex.openScope(scope);
  return ex.value(view.right);
}

/** One turn of a loop over values: its scope, its head, its body. */
function iteration(ex: Exploder, node: HostNode, view: IterationView, source: Temp): void {
  const usesDisposal = view.left.kind === "variable" && isUsing(view.left.view);
  const turn = (): void => {
    for (const scope of ex.scopes.scopesOf(node)) ex.openScope(scope);
    bindHead(ex, view.left, field(source, "value"));
    ex.statement(view.body);
  };
  if (usesDisposal) explodeUsingBlock(ex, node, turn);
  else turn();
}

function forOfLoop(ex: Exploder, node: HostNode, view: IterationView, labels: readonly string[]): void {
  const iterator = ex.temps.make("iterator");
  ex.set(iterator, runtime("forOf", iterated(ex, node, view)));
  const head = ex.block("loop");
  const body = ex.block("");
  const after = ex.block("");
  const depth = ex.leaps.depth;
  ex.enter(head);
  ex.end({ kind: "branch", test: method(iterator, "next"), then: body, else: after });
  ex.start(body);
  ex.closing(iterator, head, () => loopBody(ex, labels, after, head, depth, () => iteration(ex, node, view, iterator)));
  ex.goto(head);
  ex.start(after);
}

/**
 * The await of `next()` lies inside the region that closes the iterator: a task that is cancelled there closes it. At
 * the end of the iteration there is nothing to close, and an iterator that fails is not closed: the record knows.
 */
function forAwaitLoop(ex: Exploder, node: HostNode, view: IterationView, labels: readonly string[]): void {
  const iterator = ex.temps.make("iterator");
  ex.set(iterator, runtime("forAwait", iterated(ex, node, view)));
  const after = ex.block("");
  const breakDepth = ex.leaps.depth;
  explodeFinally(ex, {
    body: () => {
      const head = ex.block("loop");
      const body = ex.block("");
      const ended = ex.block("");
      ex.enter(head);
      const result = ex.temps.make("result");
      ex.await(method(iterator, "next", ACTIVATION), result, view.right);
      ex.end({ kind: "branch", test: method(iterator, "accept", result), then: body, else: ended });
      ex.start(body);
      loopBody(ex, labels, after, head, breakDepth, () => iteration(ex, node, view, iterator), ex.leaps.depth);
      ex.goto(head);
      ex.start(ended);
    },
    completed: after,
    finalizer: (threw, value) => closeAsync(ex, iterator, threw, value, view.right),
  });
  ex.start(after);
}

/**
 * Closes an async iterator. When the loop is left by an error, that error wins over those of closing:
 *
 *     handler = quiet
 *     if (iterator.startClose(threw, threw && $.cleanup(error))) { sent = await iterator.pending; iterator.endClose(sent, threw) }
 *     goto done
 *     quiet: handler = outside; if (!threw) throw sent
 *     done:  handler = outside
 */
function closeAsync(ex: Exploder, iterator: Temp, threw: Expr, error: Temp, origin: HostNode): void {
  const outside = ex.leaps.handler;
  const quiet = new Block(outside, "closing failed");
  quiet.isEntry = true;
  const done = new Block(outside, "");
  const wait = new Block(quiet, "close the iterator");
  const failure = ex.temps.make("error");
  const cancellation = binary(threw, "&&", method(null, "cleanup", error));
  ex.handler(quiet);
  ex.leaps.within({ kind: "catch", outside, handler: quiet }, () => {
    ex.end({ kind: "branch", test: method(iterator, "startClose", threw, cancellation), then: wait, else: done });
    ex.start(wait);
    const result = ex.temps.make("result");
    ex.await(field(iterator, "pending"), result, origin);
    ex.effect(method(iterator, "endClose", result, threw));
    ex.goto(done);
  });
  const failed = new Block(outside, "");
  ex.start(quiet);
  ex.handler(outside);
  ex.set(failure, SENT);
  ex.end({ kind: "branch", test: not(threw), then: failed, else: done });
  ex.start(failed);
  ex.end({ kind: "throw", value: failure, origin: null });
  ex.start(done);
  ex.handler(outside);
}
