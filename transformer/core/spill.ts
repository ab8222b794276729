/**
 * Spill: takes suspensions out of expressions.
 *
 * Precondition: names are resolved (scope). Afterwards: a suspension is a statement of its own, and no
 * operand contains one.
 *
 * An expression is evaluated from left to right, and a suspension in the middle must not change what the
 * operands before it were:
 *
 *     [source]                      [items]
 *     x + f(y, await g(), z)        _left   = x
 *                                   _callee = f
 *                                   _arg    = y
 *                                   _sent   = await g()
 *                                   ── value: _left + _callee(_arg, _sent, z)
 *
 * Everything *before* the last suspension is kept in a temp (unless nothing can change it); everything after
 * it stays as written. The host node itself is never rebuilt here: the result is the original node with
 * *holes*. Only what skips its operands (`&&`, `?:`, `?.`) becomes control flow.
 */
import type { CallView, Dialect, ExpressionView, HostNode, LogicalOperator, Slot, SlotKind } from "./dialect.js";
import { InternalError, invariant } from "./errors.js";
import { type Expr, type Op, type Temp, UNDEFINED, assignExpr, binary, host, literal, not, runtime } from "./ir.js";
import { assignPattern } from "./patterns.js";
import type { FileScopes } from "./scope.js";
import { chain, linkNodes } from "./spill-chain.js";
import { type SpillSettings, isStableNode } from "./stability.js";

/** What an expression became: straight code, suspensions, and the branches of operators that skip operands. */
export type Item =
  | { readonly kind: "op"; readonly op: Op }
  | {
      readonly kind: "suspend";
      readonly how: "await" | "yield" | "delegate";
      readonly value: Expr;
      readonly dest: Temp | null;
      readonly origin: HostNode | null;
    }
  | { readonly kind: "if"; readonly test: Expr; readonly then: readonly Item[]; readonly else: readonly Item[] }
  /** Closes `iterator` when `body` ends, however it ends (array destructuring). */
  | { readonly kind: "closing"; readonly iterator: Temp; readonly body: readonly Item[] };

/** Makes the temps of one function. */
export class Temps {
  #next = 0;

  make(hint: string): Temp {
    return { kind: "temp", id: this.#next++, hint };
  }
}

/** A place to assign to, its operands already evaluated. */
export type Place = (value: Expr) => Op;

export class Spiller {
  /** Where the items go. */
  items: Item[] = [];

  readonly dialect: Dialect;
  readonly scopes: FileScopes;
  readonly temps: Temps;

  readonly #settings: SpillSettings;

  constructor(dialect: Dialect, scopes: FileScopes, temps: Temps, settings: SpillSettings) {
    this.#settings = settings;
    this.dialect = dialect;
    this.scopes = scopes;
    this.temps = temps;
  }

  /** Runs `body` with its items going to a list of their own. */
  collect(body: () => void): Item[] {
    const outer = this.items;
    const inner: Item[] = [];
    this.items = inner;
    body();
    this.items = outer;
    return inner;
  }

  op(op: Op): void {
    this.items.push({ kind: "op", op });
  }

  /** Keeps a value. A function kept gets no name by it. */
  set(temp: Temp, value: Expr): void {
    this.op({ kind: "temp", temp, value: this.#unnamed(value), origin: null });
  }

  #unnamed(value: Expr): Expr {
    return value.kind === "host" && this.dialect.isAnonymousFunction(value.node)
      ? { kind: "named", name: null, value }
      : value;
  }

  suspend(how: "await" | "yield" | "delegate", value: Expr, origin: HostNode | null, hint = "sent"): Temp {
    const dest = this.temps.make(hint);
    this.items.push({ kind: "suspend", how, value, dest, origin });
    return dest;
  }

  /** Evaluates for the value. */
  value(node: HostNode): Expr {
    if (!this.scopes.suspends(node)) return host(node);
    return this.#expression(node, this.dialect.expressionView(node));
  }

  /** Evaluates for the effect. */
  effect(node: HostNode): void {
    if (!this.scopes.suspends(node)) {
      this.op({ kind: "effect", value: host(node), origin: node });
      return;
    }
    const view = this.dialect.expressionView(node);
    switch (view.kind) {
      case "await":
        this.items.push({ kind: "suspend", how: "await", value: this.value(view.argument), dest: null, origin: node });
        return;
      case "yield":
        this.items.push({
          kind: "suspend",
          how: "yield",
          value: view.argument === null ? UNDEFINED : this.value(view.argument),
          dest: null,
          origin: node,
        });
        return;
      case "transparent":
        this.effect(view.inner);
        return;
      case "sequence":
        for (const each of view.expressions) this.effect(each);
        return;
      case "logical": {
        const left = this.value(view.left);
        const right = this.collect(() => this.effect(view.right));
        this.items.push({ kind: "if", test: logicalTest(view.operator, left), then: right, else: [] });
        return;
      }
      case "conditional": {
        const test = this.value(view.test);
        const then = this.collect(() => this.effect(view.consequent));
        const otherwise = this.collect(() => this.effect(view.alternate));
        this.items.push({ kind: "if", test, then, else: otherwise });
        return;
      }
      default: {
        const value = this.#expression(node, view);
        if (value.kind !== "temp" && value.kind !== "undefined") this.op({ kind: "effect", value, origin: node });
      }
    }
  }

  /** Keeps a value that a later suspension must not change. */
  save(value: Expr, hint: string): Expr {
    if (this.isStable(value)) return value;
    const temp = this.temps.make(hint);
    this.set(temp, value);
    return temp;
  }

  /** As `save`, for what is then written more than once: a function must stay the one it is. */
  saveShared(value: Expr, hint: string): Expr {
    if (value.kind !== "host" || !this.scopes.isFunction(this.reference(value.node))) return this.save(value, hint);
    const temp = this.temps.make(hint);
    this.set(temp, value);
    return temp;
  }

  isStable(value: Expr): boolean {
    switch (value.kind) {
      case "temp":
      case "undefined":
      case "literal":
      case "this":
        return true;
      case "host":
        return value.holes.size === 0 && isStableNode(value.node, this.dialect, this.scopes, this.#settings);
      default:
        return false;
    }
  }

  /**
   * Evaluates operands from left to right. Those up to the last suspension are answered as values to use
   * instead; `null` means: leave it as written.
   */
  slots(slots: readonly Slot[]): (Expr | null)[] {
    const last = lastIndex(slots, (slot) => this.scopes.suspends(slot.node));
    return slots.map((slot, index) => {
      if (index > last) return null;
      const value = this.value(slot.node);
      return index === last ? value : this.save(this.#kept(value, slot), hintOf(slot.kind));
    });
  }

  /** A slot's value as it was at its turn: an iterator run, a key converted, an object copied. */
  #kept(value: Expr, slot: Slot): Expr {
    switch (slot.kind) {
      case "value":
        return slot.name !== undefined && this.dialect.isAnonymousFunction(slot.node) && !this.isStable(value)
          ? { kind: "named", name: slot.name, value }
          : value;
      case "spread":
        return { kind: "array", elements: [{ kind: "spread", value }] };
      case "objectSpread":
        return { kind: "objectSpread", value };
      case "key":
        return this.#isConstant(value) ? value : runtime("toKey", value);
      case "text":
        return this.#isConstant(value) ? value : runtime("toText", value);
    }
  }

  #isConstant(value: Expr): boolean {
    return (
      value.kind === "host" && value.holes.size === 0 && this.dialect.expressionView(value.node).kind === "constant"
    );
  }

  /** As `slots`, as the holes of the node they stand in. */
  holes(slots: readonly Slot[]): ReadonlyMap<HostNode, Expr> {
    const values = this.slots(slots);
    const holes = new Map<HostNode, Expr>();
    slots.forEach((slot, index) => {
      const value = values[index];
      if (
        value !== null &&
        value !== undefined &&
        !(value.kind === "host" && value.node === slot.node && value.holes.size === 0)
      )
        holes.set(slot.node, value);
    });
    return holes;
  }

  // -- one kind after the other --------------------------------------------------------------------

  #expression(node: HostNode, view: ExpressionView): Expr {
    switch (view.kind) {
      case "await":
        return this.suspend("await", this.value(view.argument), node);
      case "yield":
        return this.suspend("yield", view.argument === null ? UNDEFINED : this.value(view.argument), node);
      case "yieldStar":
        return this.suspend("delegate", this.value(view.argument), node);
      case "operands":
        return host(node, this.holes(view.slots));
      case "member":
        return host(node, this.holes(memberSlots(view.object, view.property)));
      case "call":
        return this.#call(node, view);
      case "optionalChain":
        return chain(this, node, view.base, view.links, { isDelete: false, needsReceiver: false }).value;
      case "logical":
        return this.#logical(view.operator, view.left, view.right);
      case "conditional": {
        const result = this.temps.make("value");
        const test = this.value(view.test);
        const then = this.collect(() => this.set(result, this.value(view.consequent)));
        const otherwise = this.collect(() => this.set(result, this.value(view.alternate)));
        this.items.push({ kind: "if", test, then, else: otherwise });
        return result;
      }
      case "sequence": {
        const last = view.expressions.at(-1);
        invariant(last !== undefined, "an empty sequence", node);
        for (const each of view.expressions.slice(0, -1)) this.effect(each);
        return this.#unnamed(this.value(last));
      }
      case "assign":
        return this.#assign(node, view.operator, view.target, view.value);
      case "update": {
        const target = this.#memberTarget(view.target);
        return host(node, this.holes(memberSlots(target.object, target.property)));
      }
      case "delete":
        return this.#delete(node, view.target);
      case "transparent":
        return this.value(view.inner);
      case "identifier":
      case "constant":
      case "opaque":
        throw new InternalError(`a suspension inside "${view.kind}"`, node);
    }
  }

  #logical(operator: LogicalOperator, left: HostNode, right: HostNode): Expr {
    const result = this.temps.make("value");
    this.set(result, this.value(left));
    const then = this.collect(() => this.set(result, this.value(right)));
    this.items.push({ kind: "if", test: logicalTest(operator, result), then, else: [] });
    return result;
  }

  /** `f(a)`, `o.m(a)`, `tag`…``. The function value is read before the arguments; a method keeps its object. */
  #call(node: HostNode, view: CallView): Expr {
    const callee = this.reference(view.callee);
    const argumentsSuspend = view.arguments.some((slot) => this.scopes.suspends(slot.node));
    const target = this.dialect.expressionView(callee);
    if (target.kind === "member") {
      if (!argumentsSuspend) return host(node, this.holes(memberSlots(target.object, target.property)));
      const [object, property] = this.savedMember(target.object, target.property);
      const fn = this.save({ kind: "member", original: callee, object, property }, "method");
      return this.#invoke(node, view, callee, fn, object ?? { kind: "this" });
    }
    if (
      target.kind === "optionalChain" &&
      (argumentsSuspend || target.links.some((link) => linkNodes(link).some((each) => this.scopes.suspends(each))))
    ) {
      const { value, receiver } = chain(this, callee, target.base, target.links, {
        isDelete: false,
        needsReceiver: true,
      });
      const fn = this.save(value, "callee");
      return receiver === null
        ? host(node, new Map([[view.callee, fn], ...this.holes(view.arguments)]))
        : this.#invoke(node, view, callee, fn, receiver);
    }
    return host(node, this.holes([{ node: view.callee, kind: "value" }, ...view.arguments]));
  }

  #invoke(node: HostNode, view: CallView, callee: HostNode, fn: Expr, receiver: Expr): Expr {
    if (view.isTemplate) {
      return host(node, new Map([[callee, runtime("bound", fn, receiver)], ...this.holes(view.arguments)]));
    }
    return runtime("call", fn, receiver, ...this.argumentList(view.arguments));
  }

  argumentList(slots: readonly Slot[]): Expr[] {
    return this.slots(slots).map((value, index) => {
      const slot = slots[index];
      invariant(slot !== undefined, "as many values as slots");
      const argument = value ?? host(slot.node);
      return slot.kind === "spread" ? { kind: "spread", value: argument } : argument;
    });
  }

  /** The reference behind parentheses and type assertions: `(o.m)(x)` is a method call. */
  reference(node: HostNode): HostNode {
    const view = this.dialect.expressionView(node);
    return view.kind === "transparent" ? this.reference(view.inner) : node;
  }

  #memberTarget(node: HostNode): { readonly object: HostNode | null; readonly property: HostNode | null } {
    const view = this.dialect.expressionView(this.reference(node));
    if (view.kind === "member") return view;
    throw new InternalError(`a suspension inside the target "${view.kind}"`, node);
  }

  savedMember(object: HostNode | null, property: HostNode | null): readonly [Expr | null, Expr | null] {
    const base = object === null ? null : this.saveShared(this.value(object), "object");
    const key = property === null ? null : this.save(this.value(property), "key");
    return [base, key];
  }

  // -- assignment ------------------------------------------------------------------------------------

  #assign(node: HostNode, operator: string, targetNode: HostNode, valueNode: HostNode): Expr {
    const target = this.reference(targetNode);
    const view = this.dialect.expressionView(target);
    if (operator === "=") return this.#plainAssign(target, view, valueNode);
    const isLogical = operator === "&&" || operator === "||" || operator === "??";
    if (!this.scopes.suspends(valueNode)) {
      const member = this.#memberTarget(target);
      return host(node, this.holes(memberSlots(member.object, member.property)));
    }
    const place = this.#assignable(target);
    const old = this.temps.make("value");
    this.set(old, place);
    if (!isLogical) return assignExpr(place, binary(old, operator, this.value(valueNode)));
    const then = this.collect(() => this.set(old, assignExpr(place, this.value(valueNode))));
    this.items.push({ kind: "if", test: logicalTest(operator, old), then, else: [] });
    return old;
  }

  #plainAssign(target: HostNode, view: ExpressionView, valueNode: HostNode): Expr {
    if (view.kind === "identifier") return assignExpr(host(target), this.value(valueNode));
    if (view.kind === "member") {
      const slots = [...memberSlots(view.object, view.property), { node: valueNode, kind: "value" } as const];
      const values = this.slots(slots);
      const value = values.pop() ?? host(valueNode);
      const [object, property] = spread(view.object, view.property, values);
      return assignExpr({ kind: "member", original: target, object, property }, value);
    }
    const value = this.value(valueNode);
    if (!this.scopes.suspends(target)) return assignExpr(host(target), value);
    const whole = this.save(value, "value");
    assignPattern(this, target, whole);
    return whole;
  }

  /** A target read and then written: its object and key are evaluated once. */
  #assignable(target: HostNode): Expr {
    const view = this.dialect.expressionView(target);
    if (view.kind === "identifier") return host(target);
    invariant(view.kind === "member", "an assignable target", target);
    const [object, property] = this.savedMember(view.object, view.property);
    return { kind: "member", original: target, object, property };
  }

  /** Evaluates the operands of an assignment target now; the answer assigns to it later. */
  place(targetNode: HostNode): Place {
    const target = this.reference(targetNode);
    const place = this.#assignable(target);
    return (value) => ({ kind: "effect", value: assignExpr(place, value), origin: targetNode });
  }

  #delete(node: HostNode, targetNode: HostNode): Expr {
    const target = this.reference(targetNode);
    const view = this.dialect.expressionView(target);
    if (view.kind === "member") return host(node, this.holes(memberSlots(view.object, view.property)));
    if (view.kind === "optionalChain")
      return chain(this, target, view.base, view.links, { isDelete: true, needsReceiver: false }).value;
    // What is no reference is evaluated, and "deleted".
    this.effect(targetNode);
    return literal(true);
  }
}

/** Is the right operand evaluated? */
function logicalTest(operator: LogicalOperator, left: Expr): Expr {
  if (operator === "&&") return left;
  return operator === "||" ? not(left) : binary(left, "==", UNDEFINED);
}

function memberSlots(object: HostNode | null, property: HostNode | null): Slot[] {
  const slots: Slot[] = [];
  if (object !== null) slots.push({ node: object, kind: "value" });
  if (property !== null) slots.push({ node: property, kind: "value" });
  return slots;
}

/** The values of `memberSlots`, back as object and property. */
function spread(
  object: HostNode | null,
  property: HostNode | null,
  values: readonly (Expr | null)[],
): readonly [Expr | null, Expr | null] {
  const [first = null, second = null] = values;
  if (object === null) return [null, property === null ? null : (first ?? host(property))];
  return [first ?? host(object), property === null ? null : (second ?? host(property))];
}

function hintOf(kind: SlotKind): string {
  return kind === "key" ? "key" : "value";
}

function lastIndex<T>(list: readonly T[], test: (item: T) => boolean): number {
  for (let index = list.length - 1; index >= 0; index--) {
    const item = list[index];
    if (item !== undefined && test(item)) return index;
  }
  return -1;
}
