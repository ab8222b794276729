// Simplify, layout, liveness, placement, environments and emit: where blocks and variables end up.
import { breaking } from "./list.mjs";

export const emitting = [
  ...breaking("transformer/core/simplify.ts", [
    [
      "what errors, leaps and completions reach is reached",
      'if (op.kind === "handler" && op.block !== null) yield op.block;',
      "",
    ],
    [
      "a stored completion is reached",
      'if (op.kind === "temp" && op.value.kind === "state") yield op.value.block;',
      "",
    ],
    ["what a leap goes to is reached", 'if (leap.terminator.kind === "goto") yield leap.terminator.target;', ""],
    [
      "only empty blocks are jumped over",
      "while (at.ops.length === 0 && at.terminator?.kind",
      "while (at.terminator?.kind",
    ],
    ["entries are not merged", "target.isEntry || target.pinned || counts", "target.pinned || counts"],
    ["pinned blocks are not merged", "target.isEntry || target.pinned || counts", "target.isEntry || counts"],
    ["a block that others come to is not merged", "|| counts.get(target) !== 1) return null;", ") return null;"],
    [
      "leaps are threaded",
      'for (const leap of leapsOf(block)) if (leap.terminator.kind === "goto") leap.terminator.target = destination(leap.terminator.target);',
      "",
    ],
  ]),
  ...breaking("transformer/core/layout.ts", [
    ["an entry is no arm", "if (!arm.isEntry && !arm.pinned", "if (!arm.pinned"],
    ["a pinned block is no arm", "if (!arm.isEntry && !arm.pinned", "if (!arm.isEntry"],
    ["a block that others come to is no arm", "counts.get(arm) === 1 && arm !== block", "arm !== block"],
    [
      "states are numbered",
      "roots.forEach((root, index) => (root.state = index));",
      "roots.forEach((root) => (root.state = 0));",
    ],
  ]),
  ...breaking("transformer/core/liveness.ts", [
    ["what the next block needs is live", "for (const next of successors(block.terminator)) addFrom(next);", ""],
    ["what a handler needs is live throughout", "addFrom(handlers[index + 1] ?? null);", ""],
    ["what a handler needs is live at the start", "addFrom(handlers[0] ?? null);", ""],
    ["what a leap's target needs is live", 'else if (action.kind === "edge") addFrom(action.block);', ""],
    ["a handler changes in the middle of a block", 'if (action.kind === "handler") current = action.block;', ""],
    [
      "a use makes live",
      'if (action.kind === "use") result.add(action.variable);',
      'if (action.kind === "use") result.size;',
    ],
    [
      "loops are followed until nothing changes",
      "for (const each of dependents.get(block) ?? []) pending.add(each);",
      "",
    ],
    ["an update uses the old value", 'event.mode === "read" || event.mode === "update" ||', 'event.mode === "read" ||'],
    [
      "a checked write looks at the old value",
      'event.mode === "update" || mayBeEarly(event, binding, machine);',
      'event.mode === "update";',
    ],
    [
      "what a hole uses is used",
      "for (const each of usesOfOp(op, scopes)) use(each);\n      defineIn(op);",
      "defineIn(op);",
    ],
    [
      "what a terminator uses is used",
      "if (block.terminator !== null) for (const each of usesOfTerminator(block.terminator, scopes)) use(each);",
      "",
    ],
  ]),
  ...breaking("transformer/core/uses.ts", [
    ["a hole's value is used", "for (const value of expr.holes.values()) yield* usesOf(value, scopes);", ""],
    [
      "names in a hole are not used",
      "const intervals = [...holes.keys()].map((hole) => scopes.nameInterval(hole)).sort(([a], [b]) => a - b);",
      "const intervals: (readonly [number, number])[] = [];",
    ],
    ["names in a pattern are used", "yield* namesOutside(op.pattern, new Map(), scopes);", ""],
    [
      "a leap uses what it does",
      'if (op.kind === "host") for (const leap of op.leaps.values()) for (const inner of leap.ops) yield* usesOfOp(inner, scopes);',
      "",
    ],
    ["a dispatch uses the completion", 'yield { kind: "temp", temp: terminator.completion };', ""],
    ["a call uses its arguments", "return [expr.callee, ...expr.args];", "return [expr.callee];"],
    ["an assignment uses its value", "return [expr.target, expr.value];", "return [expr.target];"],
  ]),
  ...breaking("transformer/core/placement.ts", [
    ["what crosses a suspension leaves the step", 'return crossing.has(binding) ? "frame" : "step";', 'return "step";'],
    [
      "a temp that crosses leaves the step",
      'if (crosses || occurrences === undefined) return "frame";',
      'if (occurrences === undefined) return "frame";',
    ],
    [
      "a captured binding of a loop is in an environment",
      'return machine.looped.has(binding.scope) ? "environment" : "frame";\n}\n\nfunction placeTemp',
      'return "frame";\n}\n\nfunction placeTemp',
    ],
    [
      "a captured binding of a kept declaration in a loop is in an environment",
      'return machine.looped.has(scope) ? "environment" : "frame";',
      'return "frame";',
    ],
    [
      "what several states use is not in place",
      '[...occurrences.blocks].every((block) => order.contains(definition, block)) && !keepsName) return "inPlace";',
      '!keepsName) return "inPlace";',
    ],
    [
      "what is defined twice is not in place",
      "const [definition, ...others] = occurrences.definitions;\n    if (definition !== undefined && others.length === 0 &&",
      "const [definition] = occurrences.definitions;\n    if (definition !== undefined &&",
    ],
    [
      "what a hoisted function sees is shared",
      "const isShared = binding.captured && !binding.names.every(inside);",
      "const isShared = false;",
    ],
    ["a captured var is shared", "&& !(binding.captured && isVar)) {", ") {"],
    [
      "a declaration keeps its name only where it is free",
      "const keepsName = collides(binding) &&",
      "const keepsName = false &&",
    ],
    [
      "a declaration agrees on one way",
      "for (const block of machine.blocks) for (const op of block.ops) settle(op);",
      "",
    ],
    [
      "an await's result that is used later is kept",
      "if (known?.definitions.length === 1 && [...known.blocks].every((each) => order.contains(block, each))) sent.add(op.temp);",
      "sent.add(op.temp);",
    ],
    ["an await's result that crosses is kept", "|| crossing.has(op.temp)) continue;", ") continue;"],
    [
      "names in other scopes collide",
      "(binding.scope !== fn.scope || binding.parameter !== null) && (names.get(binding.name)?.size ?? 0) > 1",
      "false",
    ],
    ["a parameter stays one", 'const isOuter = binding.kind === "parameter" ||', "const isOuter ="],
    ["functions of the body stay outside", '|| (binding.kind === "function" && scope === fn.scope);', ";"],
    ["early uses are checked", "if (mayBeEarly(event, binding, machine)) unchecked.add(event);", ""],
    [
      "a captured variable that crosses is a frame variable",
      "for (const block of machine.blocks) if (block.isEntry) for (const variable of live.get(block) ?? []) crossing.add(variable);",
      "for (const block of machine.blocks) if (block.isEntry && block.handler === null) for (const variable of live.get(block) ?? []) crossing.add(variable);",
    ],
  ]),
  ...breaking("transformer/core/environments.ts", [
    [
      "closures see the environment of their turn",
      "if (bindings.some((binding) => captured.has(binding))) aliasedIn.add(root);",
      "",
    ],
    [
      "a state that makes an environment has its alias from there",
      'if (block.ops.some((op) => op.kind === "scope" && op.scope === scope)) roots.add(order.rootOf(block));',
      "",
    ],
    ["bindings of one scope share an environment", "else known.push(binding);", "else continue;"],
  ]),
  ...breaking("transformer/core/emit.ts", [
    [
      "a goto to the next state falls through",
      "if (target === next) return { body: [], falls: true };",
      "if (target.state === -5) return { body: [], falls: true };",
    ],
    [
      "a jump sets the state",
      'return [build.expressionStatement(build.assign(build.identifier(fileNames.state), "=", state)), build.continue(labelled ? fileNames.label : null)];',
      "return [build.continue(labelled ? fileNames.label : null)];",
    ],
    ["a jump out of a kept statement names the loop", "if (labelled) this.#labels = true;", ""],
    [
      "a jump out of a kept statement continues the step's loop",
      "return [...body, ...this.#jump(leap.terminator.target, true)];",
      "return [...body, ...this.#jump(leap.terminator.target, false)];",
    ],
    [
      "a leap does what it passes",
      "const body = leap.ops.flatMap((op) => this.#op(op));",
      "const body: HostNode[] = [];",
    ],
    ["no handler is state 0", "if (block === null) return 0;", "if (block === null) return 1;"],
    [
      "a suspension resumes in its state",
      "const args = [build.number(resume.state)];",
      "const args = [build.number(0)];",
    ],
    [
      "a yield knows where return() goes",
      'if (how !== "await") args.push(build.number(returnTo === null ? 0 : returnTo.state));',
      'if (how !== "await") args.push(build.number(0));',
    ],
    [
      "a suspension is of its kind",
      'const name = how === "await" ? "await" : how === "yield" ? "yield" : "delegate";',
      'const name = how === "await" ? "await" : "yield";',
    ],
    [
      "a negated branch is negated",
      "[build.if(build.not(condition), right.body, null)], falls };",
      "[build.if(condition, right.body, null)], falls };",
    ],
    [
      "an else after a branch that falls is an else",
      "return { body: [build.if(condition, left.body, right.body)], falls };",
      "return { body: [build.if(condition, left.body, null), ...right.body], falls };",
    ],
    ["a declaration that moved is an assignment", "if (this.#isInPlace(op.pattern)) {", "if (true) {"],
    ["let without a value is undefined again", "value ?? build.undefined()", "value ?? target"],
    [
      "a class that moved is copied to its place",
      'if (op.binding.kind !== "function") return [build.block([node, build.expressionStatement(build.assign(place, "=", name))])];',
      'if (op.binding.kind !== "function") return [node];',
    ],
    [
      "a function that moved is copied to its place",
      'return [build.expressionStatement(build.assign(place, "=", made))];',
      "return [node];",
    ],
    [
      "an awaited part of a class is put in",
      "const hole = op.holes.get(each);\n      if (hole !== undefined) return this.#exprs.emit(hole);",
      "",
    ],
    [
      "var in a kept statement is moved",
      "if (variable === undefined || this.#isInPlace(each)) return undefined;",
      "return undefined;",
    ],
    [
      "an environment is made anew",
      'body.push(aliased ? build.variable("const", [{ target: environment.alias, initializer: made }]) : build.expressionStatement(made));',
      'if (aliased) body.push(build.variable("const", [{ target: environment.alias, initializer: variable }]));',
    ],
    [
      "a copied environment has the old values",
      'value: action === "copy" ? build.member(build.identifier(environment.variable), binding.name) : initial(names.startsUninitialized(binding)),',
      "value: initial(names.startsUninitialized(binding)),",
    ],
    [
      "a moved binding starts without a value",
      '(placement === "frame" || placement === "step") && names.startsUninitialized(binding)',
      "false",
    ],
    [
      "an environment's binding starts without a value",
      "initial(names.startsUninitialized(binding)),",
      "initial(false),",
    ],
    [
      "environments are read at the start of a state",
      "const aliases = names.environmentAt(root).map(",
      "const aliases = [].map(",
    ],
  ]),
  ...breaking("transformer/core/emit-expr.ts", [
    [
      "holes are filled",
      "return hole === undefined ? undefined : build.mapped(this.emit(hole), node);",
      "return undefined;",
    ],
    [
      "a renamed function keeps its name",
      "|| !this.names.isRenamed(binding)) return emitted;",
      ") return emitted;\n    return emitted;",
    ],
    [
      "the file's exchanges reach every expression",
      "more?.(each) ?? this.names.exchange(each) ?? this.#file(each, exchange);",
      "more?.(each) ?? this.names.exchange(each);",
    ],
    [
      "names are exchanged",
      "more?.(each) ?? this.names.exchange(each) ?? this.#file(each, exchange);",
      "more?.(each) ?? this.#file(each, exchange);",
    ],
    [
      "a sent value is the step's parameter",
      "this.#placements.sent.has(expr) ? this.sent()",
      "this.#placements.sent.has(expr) ? build.undefined()",
    ],
  ]),
  ...breaking("transformer/core/emit-names.ts", [
    ["colliding names are renamed", "if (mustRename || placements.collides(binding))", "if (mustRename)"],
    [
      "copied declarations are renamed",
      "if (mustRename || placements.collides(binding))",
      "if (placements.collides(binding))",
    ],
    [
      "an early read is checked",
      'if (event.mode === "read") return mayBeEarly ? build.mapped(initialized(), event.identifier) : undefined;',
      'if (event.mode === "read") return undefined;',
    ],
    [
      "a moved const is constant",
      "if (!mayBeEarly) return isConstant ? constant() : undefined;",
      "if (!mayBeEarly) return undefined;",
    ],
    ["an early write is checked", "const setter = [build.expressionStatement(initialized()), ", "const setter = ["],
    [
      "an early update reads with a check",
      "const getter = [build.return(initialized())];",
      "const getter = [build.return(this.place(binding))];",
    ],
    [
      "an early write to a const is refused",
      "const target = isConstant ? constant() : this.place(binding);",
      "const target = this.place(binding);",
    ],
    [
      "closures see the alias",
      "const useAlias = this.root !== null && environment.aliasedIn.has(this.root);",
      "const useAlias = false;",
    ],
    [
      "environments live in the frame",
      'if (where === "frame") for (const environment of this.#environments.values()) names.push(environment.variable);',
      "",
    ],
    ["names of outer functions stay", "|| binding.function !== this.#fn) return undefined;", ") return undefined;"],
    [
      "temps have distinct names",
      "this.#tempNames.set(temp, (name = this.#names.take(`_${temp.hint}`)));",
      "this.#tempNames.set(temp, (name = `_${temp.hint}`));",
    ],
  ]),
  ...breaking("transformer/core/lower-function.ts", [
    [
      "a function that suspends is no leaf",
      "return fn.suspensions.length === 0 && ",
      "return fn.suspensions.length < 2 && ",
    ],
    [
      "a leaf that redeclares a parameter is no leaf",
      "![...(fn.scope?.bindings.values() ?? [])].some(redeclaresParameter);",
      "true;",
    ],
    ["errors in parameters reject", "const isGuarded = !view.isGenerator &&", "const isGuarded = false &&"],
    ["generators throw for their parameters", "const isGuarded = !view.isGenerator &&", "const isGuarded ="],
    [
      "length is kept when parameters are guarded",
      "const firstOptional = view.parameters.findIndex((parameter) => parameter.hasDefault || parameter.isRest);",
      "const firstOptional = -1;",
    ],
    [
      "all arguments reach guarded parameters",
      "if (rest !== null) args.push(build.spread(build.identifier(rest)));",
      "",
    ],
    ["an async function is no constructor", "if (isConstructible) args.push(build.newTarget());", ""],
    [
      "a generator inherits from its function's prototype",
      'if (self !== null) args.push(build.member(build.identifier(self), "prototype"));',
      "if (self !== null) args.push(build.undefined());",
    ],
    [
      "a hidden own name is not the function",
      'return inner === undefined || inner.kind === "self" ? view.selfName : null;',
      "return view.selfName;",
    ],
    [
      "functions of the body stand before the step",
      "return [...statements, ...machine.functions.map((node) => exprs.host(node))];",
      "return statements;",
    ],
    [
      "a generator is a generator",
      'build.runtime(view.isGenerator ? "asyncGenerator" : mode.returns)',
      "build.runtime(mode.returns)",
    ],
    [
      "unused parameters of the step are left out only when unused",
      "const parameters = exprs.usesSent ? [names.activation, names.sent] : [names.activation];",
      "const parameters = [names.activation];",
    ],
    [
      "frame variables are declared",
      "if (frame.length > 0) statements.push(",
      "if (frame.length > 1) statements.push(",
    ],
  ]),
  ...breaking("transformer/core/lower.ts", [
    [
      "Promise means the loop's",
      'const promises = options.promises === "loop" ? freeNames(scopes, "Promise") : new Set<HostNode>();',
      "const promises = new Set<HostNode>();",
    ],
    ["a local Promise stays", "event.name === name && event.binding === null)", "event.name === name)"],
    [
      "inner functions are lowered",
      "if (fn !== undefined) return dialect.replace(fn, inner);",
      "if (fn !== undefined) return fn;",
    ],
  ]),
  ...breaking("transformer/core/names.ts", [
    ["temps of one function are numbered", "this.#next.set(base, index + 1);", ""],
    ["added names are free in the file", 'this.activation = dialect.uniqueName("$");', 'this.activation = "$";'],
    ["the sent value's name is free in the file", 'this.sent = dialect.uniqueName("$v");', 'this.sent = "$v";'],
    ["the state's name is free in the file", 'this.state = dialect.uniqueName("$state");', 'this.state = "$state";'],
    ["the label's name is free in the file", 'this.label = dialect.uniqueName("$step");', 'this.label = "$step";'],
  ]),
];
