/**
 * `using` and `await using`: a block that disposes what it declared, in reverse order, when it is left.
 *
 *     [source]                        [ir]
 *     { using a = x();                stack = disposables($)
 *       A }                           try { a = stack.use(x()); A }
 *                                     finally {
 *                                       stack.begin(threw, error)
 *                                       while (stack.advance()) { stack.resume(await stack.pending) }   // fail(error) when it throws
 *                                       if (stack.end()) goto after        // an exit suppressed the error
 *                                     }
 *
 * The protocol itself (SuppressedError, `[asyncEnter]`, `[asyncExit](error)`) is the runtime's.
 */
import type { HostNode, VariableView } from "./dialect.js";
import { invariant } from "./errors.js";
import { initialized } from "./explode-declarations.js";
import type { Exploder } from "./explode.js";
import { explodeFinally } from "./explode-try.js";
import { ACTIVATION, Block, type Expr, SENT, type Temp, field, method, runtime } from "./ir.js";

export function containsUsing(ex: Exploder, statements: readonly HostNode[]): boolean {
  return statements.some((statement) => {
    const view = ex.dialect.statementView(statement);
    return view.kind === "variable" && isUsing(view);
  });
}

export function isUsing(view: VariableView): boolean {
  return view.declaration === "using" || view.declaration === "await using";
}

/** A block (or a turn of a loop) whose `using` declarations are disposed when `body` is left. */
export function explodeUsingBlock(ex: Exploder, owner: HostNode, body: () => void): void {
  const stack = ex.temps.make("disposables");
  const after = ex.block("");
  ex.set(stack, runtime("disposables", ACTIVATION));
  explodeFinally(ex, {
    body: () => {
      ex.disposables.push(stack);
      body();
      ex.disposables.pop();
    },
    completed: after,
    finalizer: (threw, value) => dispose(ex, stack, threw, value, owner, after),
  });
  ex.start(after);
}

function dispose(ex: Exploder, stack: Temp, threw: Expr, value: Temp, owner: HostNode, after: Block): void {
  const outside = ex.leaps.handler;
  const handler = new Block(outside, "disposal failed");
  handler.isEntry = true;
  const next = new Block(handler, "dispose the next");
  const wait = new Block(handler, "");
  const done = new Block(handler, "");
  ex.effect(method(stack, "begin", threw, value));
  ex.handler(handler);
  ex.leaps.within({ kind: "catch", outside, handler }, () => {
    ex.enter(next);
    ex.end({ kind: "branch", test: method(stack, "advance"), then: wait, else: done });
    ex.start(wait);
    const result = ex.temps.make("result");
    ex.await(field(stack, "pending"), result, owner);
    ex.effect(method(stack, "resume", result));
    ex.goto(next);
    ex.start(handler);
    ex.effect(method(stack, "fail", SENT));
    ex.goto(next);
  });
  ex.start(done);
  ex.handler(outside);
  const goOn = new Block(outside, "");
  ex.end({ kind: "branch", test: method(stack, "end"), then: after, else: goOn });
  ex.start(goOn);
}

/** `using a = x, b = y`. `value` is given for a loop head, which has no initializer. */
export function explodeUsingDeclaration(ex: Exploder, view: VariableView, value?: Expr): void {
  const stack = ex.disposables.at(-1);
  invariant(stack !== undefined, "a using declaration stands in a block that disposes");
  for (const declarator of view.declarators) {
    const initializer = value ?? (declarator.initializer === null ? null : ex.value(declarator.initializer));
    invariant(initializer !== null, "a using declaration has a value", declarator.node);
    const resource = ex.temps.make("resource");
    ex.set(resource, named(ex, declarator.target, initializer));
    if (view.declaration === "using") ex.effect(method(stack, "use", resource));
    else enter(ex, stack, resource, declarator.node);
    initialized(ex, declarator.target, declarator.node);
    ex.op({
      kind: "declare",
      declaration: "const",
      pattern: declarator.target,
      value: resource,
      origin: declarator.node,
    });
  }
}

/** A function without a name takes that of the variable. */
function named(ex: Exploder, target: HostNode, value: Expr): Expr {
  const name = ex.scopes.event(target)?.name;
  const takesIt = name !== undefined && value.kind === "host" && ex.dialect.isAnonymousFunction(value.node);
  return takesIt ? { kind: "named", name, value } : value;
}

/** `await using`: waits for `[asyncEnter]()` if there is one. */
function enter(ex: Exploder, stack: Temp, resource: Temp, origin: HostNode): void {
  const wait = ex.block("");
  const entered = ex.block("");
  ex.end({ kind: "branch", test: method(stack, "useAsync", resource), then: wait, else: entered });
  ex.start(wait);
  const result = ex.temps.make("result");
  ex.await(field(stack, "pending"), result, origin);
  ex.effect(method(stack, "entered", result));
  ex.goto(entered);
  ex.start(entered);
}
