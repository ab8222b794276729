/**
 * Explode: statements become basic blocks.
 *
 * Precondition: names are resolved; `spill` can take suspensions out of any expression. Afterwards: no host
 * statement contains a suspension, and every jump is a goto, a return, or a leap out of a statement left whole.
 *
 *     [source]                      [ir]
 *     while (a) {                   b1: branch a -> b2 | b4
 *       await f();                  b2: await f() -> b3
 *       g();                        b3: g(); goto b1
 *     }                             b4: …
 *
 * A statement without a suspension is never taken apart: it becomes one operation, as written. Only its
 * jumps may have to be exchanged, when they leave it for a block.
 */
import type { BlockFunctions } from "./block-functions.js";
import type { Brands } from "./brand.js";
import { type AnnexB, annexB } from "./annex-b.js";
import type { Dialect, FunctionView, HostNode, StatementView } from "./dialect.js";
import { InternalError, invariant } from "./errors.js";
import { brandOf, hoist, named } from "./explode-functions.js";
import { explodeItems } from "./explode-items.js";
import { variable } from "./explode-declarations.js";
import { explodeLoop } from "./explode-loops.js";
import { explodeOpaque } from "./explode-opaque.js";
import { explodeSwitch } from "./explode-switch.js";
import { explodeTry } from "./explode-try.js";
import { containsUsing, explodeUsingBlock } from "./explode-using.js";
import {
  Block,
  type Expr,
  type Leap,
  type Machine,
  NO_HOLES,
  type Op,
  SENT,
  type Temp,
  type Terminator,
  UNDEFINED,
  type TopFunction,
  literal,
  method,
} from "./ir.js";
import { Leaps } from "./leap.js";
import { splitParameterScope } from "./parameter-scope.js";
import type { Binding, FileScopes, FunctionScope, Scope } from "./scope.js";
import { type Item, Spiller, Temps } from "./spill.js";

/** Where `break` and `continue` go. */
export interface JumpTarget {
  readonly labels: readonly string[];
  /** Is it the target of a `break` without a label? */
  readonly isBreakable: boolean;
  readonly breakTo: Block;
  readonly continueTo: Block | null;
  /** How many regions deep `breakTo` lies, and `continueTo`. */
  readonly depth: number;
  readonly continueDepth: number;
}

/** What the lowering of one function may choose. */
export interface ExplodeOptions {
  /** Does an ordinary `catch` let a cancellation pass? */
  readonly bypassCatch: boolean;
  readonly brands: Brands;
  readonly blockFunctions: BlockFunctions;
}

export class Exploder {
  readonly spiller: Spiller;
  readonly temps = new Temps();
  readonly leaps: Leaps;
  readonly exploded = new Set<Scope>();
  readonly looped = new Set<Scope>();
  readonly targets: JumpTarget[] = [];
  readonly initializedAt = new Map<Binding, number>();
  readonly clauseEnd = new Map<Binding, number>();
  readonly pendingWith = new Map<Temp, Temp>();
  readonly dialect: Dialect;
  readonly scopes: FileScopes;
  readonly options: ExplodeOptions;
  /** The block being filled; `null` where nothing can arrive. */
  current: Block | null = null;
  loopDepth = 0;
  /** The stack of blocks with `using`: the temp that holds the stack of disposables. */
  readonly disposables: Temp[] = [];

  readonly #blocks: Block[] = [];
  readonly #late: Block[] = [];
  #annexB: AnnexB = new Map();
  readonly #isGenerator: boolean;
  readonly #functions: TopFunction[] = [];

  constructor(dialect: Dialect, scopes: FileScopes, fn: FunctionScope, view: FunctionView, options: ExplodeOptions) {
    this.dialect = dialect;
    this.scopes = scopes;
    this.options = options;
    this.spiller = new Spiller(dialect, scopes, this.temps, { declarations: this, isStrict: view.isStrict });
    this.#isGenerator = fn.isGenerator;
    this.leaps = new Leaps(this.temps, (block, leap) => {
      block.ops.push(...leap.ops);
      block.terminator = leap.terminator;
      this.late(block);
    });
  }

  /** Lowers a whole function body. */
  function(view: FunctionView, fn: FunctionScope): Machine {
    const entry = this.block("start");
    entry.isEntry = true;
    this.start(entry);
    if (fn.scope !== null) this.exploded.add(fn.scope);
    this.#annexB = annexB(this.scopes, fn, view);
    if (view.expression !== null) {
      this.return(view.expression, view.expression);
    } else {
      invariant(view.body !== null, "a function has a body", view.node);
      const functions = view.body.filter((statement) => this.dialect.statementView(statement).kind === "function");
      this.#functions.push(...functions.map((node) => ({ node, brand: brandOf(this, node) })));
      if (fn.scope !== null) this.op({ kind: "scope", scope: fn.scope, action: "create" });
      for (const op of splitParameterScope(this.scopes, fn, view)) this.op(op);
      this.#list(
        view.body.filter((statement) => !functions.includes(statement)),
        view.node,
      );
    }
    if (this.current !== null) this.end({ kind: "return", value: null, origin: null });
    for (const block of this.#late) this.#place(block);
    return {
      entry,
      blocks: this.#blocks,
      exploded: this.exploded,
      looped: this.looped,
      functions: this.#functions,
      initializedAt: this.initializedAt,
      clauseEnd: this.clauseEnd,
      pendingWith: this.pendingWith,
    };
  }

  // -- blocks --------------------------------------------------------------------------------------

  /** A new block in the region of here. */
  block(note: string): Block {
    return new Block(this.leaps.handler, note);
  }

  /** A finished block that stands behind all others, out of the reader's way. */
  late(block: Block): void {
    this.#late.push(block);
  }

  #place(block: Block): void {
    block.order = this.#blocks.length;
    this.#blocks.push(block);
  }

  /** Goes on filling `block`. What is current must have ended. */
  start(block: Block): void {
    invariant(this.current === null, "the block before has ended");
    this.#place(block);
    this.current = block;
  }

  /** Falls into `block`, and goes on there. */
  enter(block: Block): void {
    if (this.current !== null) this.goto(block);
    this.start(block);
  }

  end(terminator: Terminator): void {
    if (this.current === null) return;
    this.current.terminator = terminator;
    this.current = null;
  }

  goto(target: Block): void {
    this.end({ kind: "goto", target });
  }

  op(op: Op): void {
    this.current?.ops.push(op);
  }

  effect(value: Expr, origin: HostNode | null = null): void {
    this.op({ kind: "effect", value, origin });
  }

  set(temp: Temp, value: Expr): void {
    this.op({ kind: "temp", temp, value, origin: null });
  }

  handler(block: Block | null): void {
    this.op({ kind: "handler", block });
  }

  leap(leap: Leap): void {
    for (const op of leap.ops) this.op(op);
    this.end(leap.terminator);
  }

  // -- expressions ----------------------------------------------------------------------------------

  /** Runs what `spill` answers, and gives the value. */
  value(node: HostNode): Expr {
    let value: Expr = UNDEFINED;
    this.items(this.spiller.collect(() => (value = this.spiller.value(node))));
    return value;
  }

  spill<T>(body: () => T): T {
    let result: T | undefined;
    this.items(this.spiller.collect(() => (result = body())));
    return result as T;
  }

  items(items: readonly Item[]): void {
    explodeItems(this, items);
  }

  /** Suspends; goes on in a fresh block, with the value sent in `dest`. */
  suspend(how: "await" | "yield" | "delegate", value: Expr, dest: Temp | null, origin: HostNode | null): void {
    if (this.current === null) return;
    const resume = this.block("");
    resume.isEntry = true;
    resume.origin = origin;
    const returnTo = how !== "await" && this.#isGenerator ? this.#returnPoint() : null;
    this.end({ kind: "suspend", how, value, resume, returnTo, origin });
    this.start(resume);
    if (dest !== null) this.set(dest, SENT);
  }

  await(value: Expr, dest: Temp | null, origin: HostNode | null): void {
    this.suspend("await", value, dest, origin);
  }

  /** Where `return()` of a generator goes on from here; `null` when nothing is to be run. */
  #returnPoint(): Block | null {
    if (!this.leaps.returnLeaps) return null;
    const point = this.block("generator return");
    point.isEntry = true;
    const leap = this.leaps.return(SENT);
    point.ops.push(...leap.ops);
    point.terminator = leap.terminator;
    this.late(point);
    return point;
  }

  /** Runs `body` in a region that closes a sync iterator when it is left early. */
  closing(iterator: Temp, exempt: Block | null, body: () => void): void {
    const outside = this.leaps.handler;
    const handler = new Block(outside, "close the iterator");
    handler.isEntry = true;
    this.handler(handler);
    this.leaps.within({ kind: "iterator", outside, handler, iterator, exempt }, body);
    this.handler(outside);
    handler.ops.push(
      { kind: "handler", block: outside },
      { kind: "effect", value: method(iterator, "close", literal(true)), origin: null },
    );
    handler.terminator = { kind: "throw", value: SENT, origin: null };
    this.late(handler);
  }

  // -- statements -----------------------------------------------------------------------------------

  /** A statement list with a scope of its own. */
  scoped(owner: HostNode, body: () => void): void {
    for (const scope of this.scopes.scopesOf(owner)) this.openScope(scope);
    body();
  }

  openScope(scope: Scope): void {
    this.exploded.add(scope);
    if (this.loopDepth > 0) this.looped.add(scope);
    this.op({ kind: "scope", scope, action: "create" });
  }

  /** A block's statements; functions first, as they are hoisted. */
  #list(statements: readonly HostNode[], owner: HostNode): void {
    if (containsUsing(this, statements)) explodeUsingBlock(this, owner, () => this.statements(statements));
    else this.statements(statements);
  }

  statements(statements: readonly HostNode[]): void {
    hoist(this, statements);
    this.withoutFunctions(statements);
  }

  /** A statement list whose functions are there already. */
  withoutFunctions(statements: readonly HostNode[]): void {
    for (const statement of statements) {
      const copy = this.#annexB.get(statement);
      if (copy !== undefined) this.op(copy);
      if (this.dialect.statementView(statement).kind !== "function") this.statement(statement);
    }
  }

  statement(node: HostNode, labels: readonly string[] = []): void {
    if (this.current === null) return;
    const view = this.dialect.statementView(node);
    if (this.#simple(node, view)) return;
    if (!this.scopes.suspends(node) && !this.#isPlainBlock(node, view) && !this.#declaresForOutside(node)) {
      explodeOpaque(this, node, view);
      return;
    }
    this.#explode(node, view, labels);
  }

  /** Statements that are handled the same whether they suspend or not. */
  #simple(node: HostNode, view: StatementView): boolean {
    switch (view.kind) {
      case "erased":
        return true;
      case "break":
      case "continue":
        this.leap(this.jump(view.kind, view.label, node));
        return true;
      case "return":
        this.return(view.argument, node);
        return true;
      case "throw":
        this.end({ kind: "throw", value: this.value(view.argument), origin: node });
        return true;
      case "variable":
        variable(this, node, view);
        return true;
      case "class":
        named(
          this,
          node,
          view.name,
          this.spill(() => this.spiller.holes(view.slots)),
        );
        return true;
      case "declaration":
      case "function":
        named(this, node, view.name, NO_HOLES);
        return true;
      default:
        return false;
    }
  }

  /** Does it hold a function that is also a variable outside? */
  #declaresForOutside(node: HostNode): boolean {
    const [start, end] = this.scopes.nameInterval(node);
    return [...this.#annexB.keys()].some(
      (fn) => this.scopes.nameInterval(fn)[0] >= start && this.scopes.nameInterval(fn)[0] < end,
    );
  }

  /** A block that declares nothing is no more than its statements. */
  #isPlainBlock(node: HostNode, view: StatementView): boolean {
    return view.kind === "block" && this.scopes.scopesOf(node).every((scope) => scope.bindings.size === 0);
  }

  #explode(node: HostNode, view: StatementView, labels: readonly string[]): void {
    switch (view.kind) {
      case "expression":
        this.items(this.spiller.collect(() => this.spiller.effect(view.expression)));
        return;
      case "block":
        this.scoped(node, () => this.#list(view.body, node));
        return;
      case "if":
        this.#if(view);
        return;
      case "while":
      case "doWhile":
      case "for":
      case "forIn":
      case "forOf":
      case "forAwait":
        explodeLoop(this, node, view, labels);
        return;
      case "switch":
        explodeSwitch(this, node, view, labels);
        return;
      case "try":
        explodeTry(this, view);
        return;
      case "labeled":
        this.#labeled(view.label, view.body, labels);
        return;
      case "with":
        throw new InternalError("`with` reached the lowering", node);
      default:
        throw new InternalError(`a suspension inside "${view.kind}"`, node);
    }
  }

  #if(view: StatementView & { kind: "if" }): void {
    const then = this.block("then");
    const otherwise = view.alternate === null ? null : this.block("else");
    const after = this.block("");
    this.end({ kind: "branch", test: this.value(view.test), then, else: otherwise ?? after });
    this.start(then);
    this.statement(view.consequent);
    this.goto(after);
    if (view.alternate !== null && otherwise !== null) {
      this.start(otherwise);
      this.statement(view.alternate);
      this.goto(after);
    }
    this.start(after);
  }

  #labeled(label: string, body: HostNode, labels: readonly string[]): void {
    const all = [...labels, label];
    const kind = this.dialect.statementView(body).kind;
    if (isLoop(kind) || kind === "labeled" || kind === "switch") {
      this.statement(body, all);
      return;
    }
    const after = this.block("");
    this.withTarget(
      {
        labels: all,
        isBreakable: false,
        breakTo: after,
        continueTo: null,
        depth: this.leaps.depth,
        continueDepth: 0,
      },
      () => this.statement(body),
    );
    this.enter(after);
  }

  withTarget(target: JumpTarget, body: () => void): void {
    this.targets.push(target);
    body();
    this.targets.pop();
  }

  jump(kind: "break" | "continue", label: string | null, node: HostNode): Leap {
    const target = this.targets.findLast((each) =>
      label !== null ? each.labels.includes(label) : kind === "break" ? each.isBreakable : each.continueTo !== null,
    );
    const block = kind === "break" ? target?.breakTo : target?.continueTo;
    if (target === undefined || block === null || block === undefined)
      throw new InternalError(`no target for ${kind}`, node);
    return this.leaps.goto(block, kind === "break" ? target.depth : target.continueDepth);
  }

  return(argument: HostNode | null, origin: HostNode): void {
    let value = argument === null ? null : this.value(argument);
    if (value !== null && this.#isGenerator) {
      const dest = this.temps.make("result");
      this.await(value, dest, argument);
      value = dest;
    }
    const leap = this.leaps.return(value);
    for (const op of leap.ops) this.op(op);
    this.end(leap.terminator.kind === "return" ? { ...leap.terminator, origin } : leap.terminator);
  }
}

function isLoop(kind: StatementView["kind"]): boolean {
  return (
    kind === "while" ||
    kind === "doWhile" ||
    kind === "for" ||
    kind === "forIn" ||
    kind === "forOf" ||
    kind === "forAwait"
  );
}
