/**
 * Emit: blocks as the cases of a step.
 *
 *     (…) {
 *       let frame variables;
 *       return _task(info, ($, $v) => {
 *         let step variables;
 *         for (;;) switch ($.state) { case 0: …  return $.await(1, x);  case 1: … }
 *       });
 *     }
 *
 * Precondition: states are numbered, variables placed. A goto to the state written next falls through; any
 * other sets the state and continues the loop.
 */
import type { Dialect, HostNode, SwitchCase } from "./dialect.js";
import type { DirectCall, DirectCalls } from "./direct-calls.js";
import type { ExprEmitter } from "./emit-expr.js";
import { InternalError, invariant } from "./errors.js";
import type { Block, Expr, Leap, Machine, Op, Suspend, Terminator } from "./ir.js";
import type { Layout } from "./layout.js";
import { assignsToCatchParameter, type Placements } from "./placement.js";
import type { FileScopes, Scope } from "./scope.js";
import { loads, savedBy, savesBefore } from "./static-frame.js";
import type { Slot } from "./static-step.js";

/** Statements, and whether control can run off their end. */
interface Code {
  readonly body: HostNode[];
  readonly falls: boolean;
}

/** How one step is written. */
export interface EmitSettings {
  /** Emit one comment per state. */
  readonly annotate: boolean;
  /** Does the step go on by itself with what is there already, or hand each await to the driver? */
  readonly inline: boolean;
  /** The variables of a static step; `null` for a step that closes over them. */
  readonly slots: readonly Slot[] | null;
  /** The calls that can be made directly. */
  readonly directs: DirectCalls;
}

export class MachineEmitter {
  readonly #dialect: Dialect;
  readonly #exprs: ExprEmitter;
  readonly #scopes: FileScopes;
  readonly #placements: Placements;
  readonly #layout: Layout;
  readonly #settings: EmitSettings;
  readonly #machine: Machine;
  #jumps = false;
  #labels = false;
  /** Does the step have handlers? */
  #handles = false;

  constructor(
    machine: Machine,
    exprs: ExprEmitter,
    scopes: FileScopes,
    placements: Placements,
    layout: Layout,
    settings: EmitSettings,
  ) {
    this.#machine = machine;
    this.#dialect = exprs.dialect;
    this.#exprs = exprs;
    this.#scopes = scopes;
    this.#placements = placements;
    this.#layout = layout;
    this.#settings = settings;
  }

  /** The body of the step. */
  step(): HostNode[] {
    const { build } = this.#dialect;
    const { names, fileNames } = this.#exprs;
    const { roots } = this.#layout;
    invariant(roots[0] === this.#machine.entry, "the entry is state 0");
    const cases = roots.map((root, index) => this.#case(root, roots[index + 1] ?? null));
    const body: HostNode[] = [];
    const { slots } = this.#settings;
    if (slots !== null) body.push(...loads(build, fileNames.activation, fileNames.frame, slots));
    const locals = names.variables("step");
    if (locals.length > 0)
      body.push(
        build.variable(
          "let",
          locals.map((target) => ({ target, initializer: null })),
        ),
      );
    const state = build.member(this.#exprs.activation(), "state");
    const recovery = slots !== null && this.#handles ? this.#recovery() : null;
    if (!this.#jumps && recovery === null) return [...body, build.dispatchLoop(null, state, cases, null)];
    body.push(build.variable("let", [{ target: fileNames.state, initializer: state }]));
    const label = this.#labels ? fileNames.label : null;
    body.push(build.dispatchLoop(label, build.own(fileNames.state), cases, recovery));
    return body;
  }

  /** An error inside a static step must not leave it before its handler was asked: its variables would be lost. */
  #recovery(): { readonly error: string; readonly body: readonly HostNode[] } {
    const { build } = this.#dialect;
    const { fileNames } = this.#exprs;
    const error = build.own(fileNames.error);
    const handler = build.call(build.member(this.#exprs.activation(), "threw"), [error]);
    return {
      error: fileNames.error,
      body: [
        build.expressionStatement(build.assign(build.own(fileNames.state), "=", handler)),
        build.expressionStatement(build.assign(this.#exprs.sent(), "=", error)),
      ],
    };
  }

  #case(root: Block, next: Block | null): SwitchCase {
    const { build } = this.#dialect;
    const { names } = this.#exprs;
    names.root = root;
    const aliases = names
      .environmentAt(root)
      .map((each) => build.variable("const", [{ target: each.alias, initializer: build.identifier(each.variable) }]));
    const code = this.#block(root, next);
    names.root = null;
    return {
      state: root.state,
      body: [...aliases, ...code.body],
      comment: this.#settings.annotate ? this.#comment(root) : null,
    };
  }

  #comment(root: Block): string {
    const { origin } = root;
    if (origin === null) return root.note === "" ? "goes on" : root.note;
    const range = this.#dialect.range(origin);
    if (range === undefined) return root.note;
    const { line } = this.#dialect.position(range.start);
    const text = this.#dialect.sourceText.slice(range.start, range.end).replace(/\s+/g, " ");
    return `line ${String(line)}: after ${text.length > 70 ? `${text.slice(0, 67)}...` : text}`;
  }

  #block(block: Block, next: Block | null): Code {
    const body = block.ops.flatMap((op) => this.#op(op));
    invariant(block.terminator !== null, "every block ends");
    const end = this.#terminator(block.terminator, next);
    return { body: [...body, ...end.body], falls: end.falls };
  }

  // -- operations ------------------------------------------------------------------------------------

  #op(op: Op): HostNode[] {
    const { build } = this.#dialect;
    switch (op.kind) {
      case "host":
        return this.#hostStatement(op.node, op.leaps);
      case "effect":
        return [this.#at(build.expressionStatement(this.#exprs.emit(op.value)), op.origin)];
      case "temp":
        if (this.#placements.sent.has(op.temp)) return [];
        return [this.#setTemp(op)];
      case "declare":
        return this.#declare(op);
      case "named":
        return this.#named(op);
      case "handler":
        if (op.block !== null) this.#handles = true;
        return [
          build.expressionStatement(
            build.assign(
              build.member(this.#exprs.activation(), "handler"),
              "=",
              build.number(this.#handlerState(op.block)),
            ),
          ),
        ];
      case "scope":
        return this.#scope(op.scope, op.action);
    }
  }

  #handlerState(block: Block | null): number {
    if (block === null) return 0;
    invariant(block.state > 0, "a handler has a number");
    return block.state;
  }

  #setTemp(op: Op & { kind: "temp" }): HostNode {
    const { build } = this.#dialect;
    const name = this.#exprs.names.tempName(op.temp);
    const value = this.#exprs.emit(op.value);
    if (this.#placements.of(op.temp) === "inPlace")
      return build.variable("const", [{ target: name, initializer: value }]);
    return this.#at(
      build.expressionStatement(this.#saved(op, build.assign(build.identifier(name), "=", value))),
      op.origin,
    );
  }

  /** `$.v0 = assignment`, when the operation saves its variable at once. */
  #saved(op: Op, assignment: HostNode): HostNode {
    const { slots } = this.#settings;
    if (slots === null) return assignment;
    const { build } = this.#dialect;
    const { fileNames } = this.#exprs;
    const target = savedBy(build, fileNames.activation, fileNames.frame, slots, op);
    return target === null ? assignment : build.assign(target, "=", assignment);
  }

  #declare(op: Op & { kind: "declare" }): HostNode[] {
    const { build } = this.#dialect;
    const value = op.value === null ? null : this.#exprs.named(op.pattern, op.value);
    if (this.#isInPlace(op.pattern)) {
      return [
        this.#at(
          build.variable(op.declaration, [{ target: this.#exprs.host(op.pattern), initializer: value }]),
          op.origin,
        ),
      ];
    }
    const target = this.#exprs.host(build.assignmentTarget(op.pattern));
    const assignment = this.#saved(op, build.assign(target, "=", value ?? build.undefined()));
    return [this.#at(build.expressionStatement(assignment), op.origin)];
  }

  #isInPlace(pattern: HostNode): boolean {
    return this.#scopes.namesIn(pattern).every((event) => {
      if (event.mode !== "declare" || event.binding === null) return true;
      if (assignsToCatchParameter(event)) return false;
      const placement = this.#placements.of(event.binding);
      if (placement !== undefined) return placement === "inPlace";
      // `var a` of a parameter or function `a` declares nothing new: that lives outside the step.
      return !this.#machine.exploded.has(event.binding.scope);
    });
  }

  /** A class, function or enum keeps its declaration; when its name has to leave the state, the value is copied. */
  #named(op: Op & { kind: "named" }): HostNode[] {
    const { build } = this.#dialect;
    const isInPlace = this.#placements.of(op.binding) === "inPlace" || this.#placements.of(op.binding) === undefined;
    const declared = new Set(
      op.binding.names.filter((event) => event.mode === "declare").map((event) => event.identifier),
    );
    const node = this.#exprs.host(op.node, (each) => {
      const hole = op.holes.get(each);
      if (hole !== undefined) return this.#exprs.emit(hole);
      return !isInPlace && declared.has(each) ? each : undefined;
    });
    if (isInPlace) return [node];
    const place = this.#exprs.names.place(op.binding);
    const name = build.identifier(op.binding.name);
    if (op.binding.kind !== "function")
      return [build.block([node, build.expressionStatement(build.assign(place, "=", name))])];
    // In a sloppy block a function would also become a variable of the step.
    const made = build.call(build.arrow([], [node, build.return(name)]), []);
    return [build.expressionStatement(build.assign(place, "=", made))];
  }

  #hostStatement(node: HostNode, leaps: ReadonlyMap<HostNode, Leap>): HostNode[] {
    const moved = new Map(this.#scopes.variablesIn(node).map((each) => [each.node, each] as const));
    const result = this.#exprs.host(node, (each) => {
      const leap = leaps.get(each);
      if (leap !== undefined) return this.#leap(leap);
      const variable = moved.get(each);
      if (variable === undefined || this.#isInPlace(each)) return undefined;
      return this.#dialect.variableAsAssignments(each).map((part) => this.#exprs.host(part));
    });
    return [result];
  }

  #leap(leap: Leap): HostNode[] {
    const body = leap.ops.flatMap((op) => this.#op(op));
    if (leap.terminator.kind === "goto") return [...body, ...this.#jump(leap.terminator.target, true)];
    return [...body, this.#return(leap.terminator.value, leap.terminator.origin)];
  }

  #scope(scope: Scope, action: "create" | "copy"): HostNode[] {
    const { build } = this.#dialect;
    const { names } = this.#exprs;
    const body: HostNode[] = [];
    const environment = names.environmentOf(scope);
    const initial = (uninitialized: boolean): HostNode =>
      uninitialized ? build.runtime("uninitialized") : build.undefined();
    if (environment !== undefined) {
      const variable = build.identifier(environment.variable);
      const properties = environment.bindings.map((binding) => ({
        key: binding.name,
        value:
          action === "copy"
            ? build.member(build.identifier(environment.variable), binding.name)
            : initial(names.startsUninitialized(binding)),
      }));
      const made = build.assign(variable, "=", build.object(properties));
      const aliased = names.root !== null && environment.aliasedIn.has(names.root);
      body.push(
        aliased
          ? build.variable("const", [{ target: environment.alias, initializer: made }])
          : build.expressionStatement(made),
      );
    }
    if (action === "copy") return body;
    for (const binding of scope.bindings.values()) {
      const placement = this.#placements.of(binding);
      if ((placement === "frame" || placement === "step") && names.startsUninitialized(binding)) {
        body.push(build.expressionStatement(build.assign(names.place(binding), "=", initial(true))));
      }
    }
    return body;
  }

  // -- terminators -----------------------------------------------------------------------------------

  #terminator(terminator: Terminator, next: Block | null): Code {
    const { build } = this.#dialect;
    switch (terminator.kind) {
      case "goto":
        return this.#goto(terminator.target, next);
      case "branch":
        return this.#branch(terminator.test, terminator.then, terminator.else, next);
      case "suspend":
        return this.#suspend(terminator, next);
      case "return":
        return { body: [this.#return(terminator.value, terminator.origin)], falls: false };
      case "throw":
        return { body: [this.#at(build.throw(this.#exprs.emit(terminator.value)), terminator.origin)], falls: false };
      case "dispatch":
        return { body: this.#continueAt(this.#exprs.emit(terminator.completion), false), falls: false };
    }
  }

  #return(value: Expr | null, origin: HostNode | null): HostNode {
    return this.#at(this.#dialect.build.return(value === null ? null : this.#exprs.emit(value)), origin);
  }

  #suspend(terminator: Suspend, next: Block | null): Code {
    const { build } = this.#dialect;
    const { fileNames } = this.#exprs;
    const { resume, returnTo, how, origin } = terminator;
    const { slots, inline } = this.#settings;
    const args = [build.number(resume.state)];
    if (how !== "await") args.push(build.number(returnTo === null ? 0 : returnTo.state));
    const direct = inline ? this.#settings.directs.call(terminator.value) : null;
    if (direct === null) args.push(this.#exprs.emit(terminator.value));
    else args.push(...this.#callee(direct), ...direct.args.map((each) => this.#exprs.host(each)));
    const name = direct === null ? how : direct.kind === "method" ? "callMethod" : "call";
    const signal = build.call(build.member(this.#exprs.activation(), name), args);
    const saves = slots === null ? [] : savesBefore(build, fileNames.activation, fileNames.frame, slots, terminator);
    if (inline && how === "await") {
      const isSuspended = build.binary(
        build.assign(this.#exprs.sent(), "=", signal),
        "===",
        build.runtime("suspended"),
      );
      const leave = build.if(isSuspended, [...saves, build.return(this.#exprs.sent())], null);
      const goOn = this.#goto(resume, next);
      return { body: [this.#at(leave, origin), ...goOn.body], falls: goOn.falls };
    }
    if (saves.length === 0) return { body: [this.#at(build.return(signal), origin)], falls: false };
    const call = this.#at(build.expressionStatement(build.assign(this.#exprs.sent(), "=", signal)), origin);
    return { body: [call, ...saves, build.return(this.#exprs.sent())], falls: false };
  }

  /** What is called, and what is known of it. */
  #callee(call: DirectCall): HostNode[] {
    const { build } = this.#dialect;
    if (call.kind === "function")
      return [this.#exprs.host(call.callee), call.info === null ? build.undefined() : build.identifier(call.info)];
    const object = this.#exprs.host(call.object);
    // A `this` that is still one may be exchanged later, with the step of the method around this function: it stands once.
    if (call.isSelf && object !== call.object) return [object, this.#exprs.host(call.callee)];
    return [build.assign(this.#exprs.sent(), "=", object), build.memberLike(call.callee, this.#exprs.sent(), null)];
  }

  #goto(target: Block, next: Block | null): Code {
    if (target === next) return { body: [], falls: true };
    if (this.#layout.isArm(target)) throw new InternalError("a goto into an arm");
    return { body: this.#jump(target, false), falls: false };
  }

  #jump(target: Block, labelled: boolean): HostNode[] {
    invariant(target.state >= 0, "a jump target has a number");
    return this.#continueAt(this.#dialect.build.number(target.state), labelled);
  }

  #continueAt(state: HostNode, labelled: boolean): HostNode[] {
    const { build } = this.#dialect;
    const { fileNames } = this.#exprs;
    this.#jumps = true;
    if (labelled) this.#labels = true;
    return [
      build.expressionStatement(build.assign(build.own(fileNames.state), "=", state)),
      build.continue(labelled ? fileNames.label : null),
    ];
  }

  #branch(test: Expr, then: Block, otherwise: Block, next: Block | null): Code {
    // Both go on to the same block: one jump behind the branch does for both.
    const exit = this.#exit(then);
    if (exit !== null && exit !== next && exit === this.#exit(otherwise)) {
      const { body } = this.#branch(test, then, otherwise, exit);
      return { body: [...body, ...this.#jump(exit, false)], falls: false };
    }
    const { build } = this.#dialect;
    const condition = this.#exprs.emit(test);
    const left = this.#arm(then, next);
    const right = this.#arm(otherwise, next);
    const falls = left.falls || right.falls;
    if (left.body.length === 0)
      return {
        body:
          right.body.length === 0
            ? [build.expressionStatement(condition)]
            : [build.if(build.not(condition), right.body, null)],
        falls,
      };
    if (!left.falls) return { body: [build.if(condition, left.body, null), ...right.body], falls };
    if (right.body.length === 0) return { body: [build.if(condition, left.body, null)], falls };
    if (!right.falls) return { body: [build.if(build.not(condition), right.body, null), ...left.body], falls };
    return { body: [build.if(condition, left.body, right.body)], falls };
  }

  /** Where control is after an arm, if it is one place. */
  #exit(block: Block): Block | null {
    if (!this.#layout.isArm(block)) return block;
    const { terminator } = block;
    if (terminator?.kind === "goto") return terminator.target;
    if (terminator?.kind !== "branch") return null;
    const exit = this.#exit(terminator.then);
    return exit === this.#exit(terminator.else) ? exit : null;
  }

  #arm(block: Block, next: Block | null): Code {
    return this.#layout.isArm(block) ? this.#block(block, next) : this.#goto(block, next);
  }

  #at(built: HostNode, origin: HostNode | null): HostNode {
    return origin === null ? built : this.#dialect.build.at(built, origin);
  }
}
