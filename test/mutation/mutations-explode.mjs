// Explode and leap: statements as blocks, and the ways out of them.
import { breaking } from "./list.mjs";

export const exploding = [
  ...breaking("transformer/core/explode.ts", [
    [
      "an else branch is taken",
      'this.end({ kind: "branch", test: this.value(view.test), then, else: otherwise ?? after });',
      'this.end({ kind: "branch", test: this.value(view.test), then, else: after });',
    ],
    [
      "after a then branch the else branch is skipped",
      "this.statement(view.consequent);\n    this.goto(after);",
      "this.statement(view.consequent);\n    if (otherwise !== null) this.goto(otherwise); else this.goto(after);",
    ],
    [
      "a break of a labelled statement goes behind it",
      "breakTo: after, continueTo: null, depth: this.leaps.depth }, () => this.statement(body));",
      'breakTo: this.block(""), continueTo: null, depth: this.leaps.depth }, () => this.statement(body));',
    ],
    [
      "a break without a label does not leave a labelled block",
      "this.withTarget({ labels: all, isBreakable: false,",
      "this.withTarget({ labels: all, isBreakable: true,",
    ],
    ["a loop knows all its labels", "const all = [...labels, label];", "const all = [label];"],
    ["continue looks for a loop", 'kind === "break" ? each.isBreakable : each.continueTo !== null', "each.isBreakable"],
    ["a jump finds the innermost target", "const target = this.targets.findLast(", "const target = this.targets.find("],
    ["return in an async generator awaits", "if (value !== null && this.#isGenerator) {", "if (false) {"],
    [
      "return() of a generator runs finally clauses",
      'const returnTo = how !== "await" && this.#isGenerator ? this.#returnPoint() : null;',
      "const returnTo = null;",
    ],
    [
      "return() needs no state when nothing is to be run",
      "if (!this.leaps.returnLeaps) return null;\n    const point",
      "const point",
    ],
    [
      "an iterator is closed when its loop is left by an error",
      'method(iterator, "close", literal(true)), origin: null });',
      "literal(true), origin: null });",
    ],
    [
      "an error goes on after closing the iterator",
      'handler.terminator = { kind: "throw", value: SENT, origin: null };',
      'handler.terminator = { kind: "return", value: null, origin: null };',
    ],
    [
      "array destructuring closes its iterator at the end",
      'this.effect(method(item.iterator, "close", literal(false)));',
      "",
    ],
    [
      "functions are hoisted in their block",
      "this.hoist(statements);\n    this.withoutFunctions(statements);",
      "this.withoutFunctions(statements);\n    this.hoist(statements);",
    ],
    ["functions of the body are hoisted out of the step", "this.#functions.push(...functions);", ""],
    [
      "a statement without a suspension stays as written",
      "if (!this.scopes.suspends(node) && !this.#isPlainBlock(node, view) && !this.#declaresForOutside(node)) {",
      'if (!this.scopes.suspends(node) && view.kind !== "for" && view.kind !== "if" && view.kind !== "while" && !this.#isPlainBlock(node, view) && !this.#declaresForOutside(node)) {',
    ],
    ["jumps out of a statement left whole are exchanged", "if (this.scopes.hasJumps(node)) {", "if (false) {"],
    [
      "a return out of a statement left whole runs finally clauses",
      "if (this.leaps.returnLeaps) leaps.set(",
      "if (false) leaps.set(",
    ],
    ["a block declares its names anew", 'this.op({ kind: "scope", scope, action: "create" });\n  }', "}"],
    ["a scope in a loop is one", "if (this.loopDepth > 0) this.looped.add(scope);", ""],
    [
      "let without a value is undefined",
      'if (declaration !== "var") this.op({ kind: "declare", declaration, pattern: each.target, value: null, origin: node });',
      "",
    ],
    [
      "var without a value keeps its value",
      'if (declaration !== "var") this.op({ kind: "declare", declaration,',
      'this.op({ kind: "declare", declaration,',
    ],
    [
      "classes with awaits are declared",
      "this.#named(node, view.name, this.spill(() => this.spiller.holes(view.slots)));",
      "this.#named(node, view.name, NO_HOLES);",
    ],
    [
      "code that nothing reaches is dropped",
      "statement(node: HostNode, labels: readonly string[] = []): void {\n    if (this.current === null) return;",
      'statement(node: HostNode, labels: readonly string[] = []): void {\n    if (this.current === null) this.start(this.block(""));',
    ],
    ["the value sent in is kept", "if (dest !== null) this.set(dest, SENT);", ""],
  ]),
  ...breaking("transformer/core/explode-loops.ts", [
    [
      "while goes round",
      "loopBody(ex, labels, after, head, ex.leaps.depth, () => ex.statement(view.body));\n  ex.goto(head);",
      "loopBody(ex, labels, after, head, ex.leaps.depth, () => ex.statement(view.body));\n  ex.goto(after);",
    ],
    [
      "do-while runs its body first",
      "ex.enter(body);\n  loopBody(ex, labels, after, test,",
      "ex.goto(test);\n  ex.start(body);\n  loopBody(ex, labels, after, test,",
    ],
    [
      "continue in do-while goes to the test",
      "loopBody(ex, labels, after, test, ex.leaps.depth",
      "loopBody(ex, labels, after, body, ex.leaps.depth",
    ],
    [
      "continue in for goes to the update",
      "loopBody(ex, labels, after, next, ex.leaps.depth",
      "loopBody(ex, labels, after, head, ex.leaps.depth",
    ],
    ["the update of for is evaluated", "if (update !== null) ex.spill(() => ex.spiller.effect(update));", ""],
    [
      "the head's bindings are copied before the update",
      "copyScopes(ex, scopes);\n  if (update !== null) ex.spill(() => ex.spiller.effect(update));",
      "if (update !== null) ex.spill(() => ex.spiller.effect(update));\n  copyScopes(ex, scopes);",
    ],
    ["each turn of for has its own bindings", 'ex.op({ kind: "scope", scope, action: "copy" });', ""],
    [
      "closures in the initialiser have a binding of their own",
      "if (initializer !== null && capturesIn(ex, initializer.node, scopes)) copyScopes(ex, scopes);",
      "",
    ],
    [
      "only captured bindings are copied",
      "if (![...scope.bindings.values()].some((binding) => binding.captured)) continue;",
      "",
    ],
    [
      "a test that is literally true is left out",
      '.slice(range.start, range.end) === "true") {',
      '.slice(range.start, range.end) !== "") {',
    ],
    [
      "what is looped over is evaluated in the head's dead zone",
      "if (looksEarly) for (const scope of scopes) ex.openScope(scope);",
      "",
    ],
    [
      "each turn of for-of has its own bindings",
      "for (const scope of ex.scopes.scopesOf(node)) ex.openScope(scope);\n    ex.bindHead",
      "ex.bindHead",
    ],
    [
      "the value is bound before the body",
      'ex.bindHead(view.left, field(source, "value"));\n    ex.statement(view.body);',
      'ex.statement(view.body);\n    ex.bindHead(view.left, field(source, "value"));',
    ],
    [
      "for-of closes its iterator",
      "ex.closing(iterator, head, () => loopBody(ex, labels, after, head, depth, () => iteration(ex, node, view, iterator)));",
      "loopBody(ex, labels, after, head, depth, () => iteration(ex, node, view, iterator));",
    ],
    ["continue in for-of closes nothing", "ex.closing(iterator, head, ", "ex.closing(iterator, null, "],
    [
      "for await awaits the next value",
      'ex.await(method(iterator, "next"), result, view.right);',
      'ex.set(result, method(iterator, "next"));',
    ],
    [
      "for await closes its iterator",
      "finalizer: (threw) => closeAsync(ex, iterator, threw, view.right),",
      "finalizer: () => undefined,",
    ],
    ["continue in for await closes nothing", "exempt: head,\n    body", "exempt: null,\n    body"],
    [
      "closing is awaited",
      'ex.await(field(iterator, "pending"), result, origin);\n    ex.effect(method(iterator, "endClose", result, threw));',
      'ex.effect(method(iterator, "endClose", field(iterator, "pending"), threw));',
    ],
    ["the result of closing is checked", 'ex.effect(method(iterator, "endClose", result, threw));', ""],
    [
      "an error of the body beats one of closing",
      'ex.end({ kind: "branch", test: not(threw), then: failed, else: done });',
      "ex.goto(failed);",
    ],
    [
      "an error of closing is thrown",
      'ex.end({ kind: "branch", test: not(threw), then: failed, else: done });',
      "ex.goto(done);",
    ],
    [
      "using in the head of for is disposed",
      'if (initializer?.kind === "variable" && isUsing(initializer.view)) explodeUsingBlock(ex, node, () => forTurns(ex, node, view, labels));',
      'if (initializer?.kind === "variable" && isUsing(initializer.view)) explodeUsingBlock(ex, node, () => undefined);',
    ],
    [
      "using in the head of for-of is disposed every turn",
      "if (usesDisposal) explodeUsingBlock(ex, node, turn);",
      "if (usesDisposal) return;",
    ],
    ["a loop's body is in a loop", "ex.loopDepth++;\n  ex.withTarget(", "ex.withTarget("],
  ]),
  ...breaking("transformer/core/explode-switch.ts", [
    [
      "the discriminant is evaluated once, before the tests",
      'ex.spiller.save(ex.spiller.value(view.discriminant), "value")',
      "ex.spiller.value(view.discriminant)",
    ],
    ["tests are strict", 'binary(value, "===",', 'binary(value, "==",'],
    [
      "default is tried last",
      "if (clause.test === null) {\n        fallback = body;\n        return;\n      }",
      'if (clause.test === null) {\n        ex.goto(body);\n        ex.start(ex.block(""));\n        return;\n      }',
    ],
    [
      "without a match and a default nothing runs",
      "let fallback: Block = after;",
      "let fallback: Block = bodies[0] ?? after;",
    ],
    [
      "bodies fall through",
      "ex.enter(body);\n        ex.withoutFunctions(clause.body);",
      "ex.goto(after);\n        ex.start(body);\n        ex.withoutFunctions(clause.body);",
    ],
    [
      "break leaves the switch",
      "isBreakable: true, breakTo: after, continueTo: null",
      "isBreakable: false, breakTo: after, continueTo: null",
    ],
    ["continue passes a switch", "breakTo: after, continueTo: null, depth", "breakTo: after, continueTo: after, depth"],
    ["functions of all clauses are hoisted", "ex.hoist(clause.body);", ""],
    ["a name of another clause may have no value", "ex.clauseEnd.set(event.binding, end);", ""],
    [
      "the clauses share one scope",
      "ex.scoped(node, () => {",
      "((_: unknown, body: () => void) => body())(node, () => {",
    ],
  ]),
  ...breaking("transformer/core/explode-try.ts", [
    [
      "an error goes to the clause",
      'ex.handler(handler);\n  ex.leaps.within({ kind: "catch"',
      'ex.leaps.within({ kind: "catch"',
    ],
    [
      "after the block the handler is reset",
      "ex.statement(view.block));\n  ex.handler(outside);\n  ex.goto(after);",
      "ex.statement(view.block));\n  ex.goto(after);",
    ],
    [
      "in the clause the outer handler holds",
      "ex.start(handler);\n  ex.handler(outside);\n  const canBeCancelled",
      "ex.start(handler);\n  const canBeCancelled",
    ],
    [
      "the finalizer runs after an error",
      'ex.start(handler);\n  ex.handler(outside);\n  ex.set(region.value, SENT);\n  ex.set(region.completion, { kind: "state", block: rethrow });\n  ex.enter(region.body);',
      'ex.start(handler);\n  ex.handler(outside);\n  ex.set(region.value, SENT);\n  ex.set(region.completion, { kind: "state", block: rethrow });\n  ex.goto(rethrow);\n  ex.start(region.body);',
    ],
    [
      "after the finalizer an error goes on",
      'rethrow.terminator = { kind: "throw", value: region.value, origin: null };',
      'rethrow.terminator = { kind: "return", value: region.value, origin: null };',
    ],
    [
      "in the finalizer the outer handler holds",
      "ex.enter(region.body);\n  ex.handler(outside);\n  parts.finalizer",
      "ex.enter(region.body);\n  parts.finalizer",
    ],
    [
      "after a normal end the finalizer runs",
      'ex.set(region.completion, { kind: "state", block: parts.completed });\n  ex.goto(region.body);',
      "ex.goto(parts.completed);",
    ],
    [
      "after the finalizer of a normal end the program goes on",
      'ex.set(region.completion, { kind: "state", block: parts.completed });',
      'ex.set(region.completion, { kind: "state", block: targets[0] ?? parts.completed });',
    ],
    [
      "the finalizer of try and catch covers the clause",
      "body: () => (view.handler === null ? ex.statement(view.block) : tryCatch(ex, view)),",
      "body: () => ex.statement(view.block),",
    ],
    [
      "the finalizer ends by going on",
      'ex.end({ kind: "dispatch", completion: region.completion, targets });',
      "ex.goto(parts.completed);",
    ],
    [
      "a clause knows the error",
      'if (parameter !== null) ex.declare("let", parameter, error, parameter);',
      'if (parameter !== null) ex.declare("let", parameter, { kind: "undefined" }, parameter);',
    ],
    [
      "a clause has a scope",
      "ex.scoped(clause.node, () => {",
      "((_: unknown, body: () => void) => body())(clause.node, () => {",
    ],
  ]),
  ...breaking("transformer/core/explode-using.ts", [
    ["a block with using disposes", "return statements.some((statement) => {", "return [].some((statement) => {"],
    [
      "await using is using",
      'return view.declaration === "using" || view.declaration === "await using";',
      'return view.declaration === "using";',
    ],
    [
      "disposal knows the error",
      'ex.effect(method(stack, "begin", threw, value));',
      'ex.effect(method(stack, "begin", value, threw));',
    ],
    [
      "disposal goes on until nothing is left",
      'ex.effect(method(stack, "resume", result));\n    ex.goto(next);',
      'ex.effect(method(stack, "resume", result));\n    ex.goto(done);',
    ],
    [
      "async disposal is awaited",
      'ex.await(field(stack, "pending"), result, owner);',
      'ex.set(result, field(stack, "pending"));',
    ],
    ["an error of disposal is kept", 'ex.effect(method(stack, "fail", SENT));', ""],
    [
      "after a failed disposal the others follow",
      'ex.effect(method(stack, "fail", SENT));\n    ex.goto(next);',
      'ex.effect(method(stack, "fail", SENT));\n    ex.goto(done);',
    ],
    [
      "an error of the block goes on after disposal",
      'ex.end({ kind: "branch", test: method(stack, "end"), then: after, else: goOn });',
      "ex.goto(goOn);",
    ],
    [
      "using registers its resource",
      'if (view.declaration === "using") ex.effect(method(stack, "use", resource));',
      'if (view.declaration === "using") ex.set(resource, resource);',
    ],
    [
      "a resource has its name",
      'ex.op({ kind: "declare", declaration: "const", pattern: declarator.target, value: resource, origin: declarator.node });',
      "",
    ],
    ["blocks in blocks have disposables of their own", "ex.disposables.pop();", ""],
  ]),
  ...breaking("transformer/core/jumps.ts", [
    [
      "a break inside a loop stays",
      "some(view.body, { ...inside, breakable: true, continuable: true });",
      "some(view.body, inside);",
    ],
    [
      "a continue inside a switch leaves it",
      "all(clause.body, { ...inside, breakable: true });",
      "all(clause.body, { ...inside, breakable: true, continuable: true });",
    ],
    ["a break inside a switch stays", "all(clause.body, { ...inside, breakable: true });", "all(clause.body, inside);"],
    ["a jump to an inner label stays", "labels: [...inside.labels, view.label]", "labels: inside.labels"],
    [
      "a jump to an outer label leaves",
      "const stays = view.label !== null ? inside.labels.includes(view.label) :",
      "const stays = view.label !== null ? true :",
    ],
    ["jumps in both branches of if are seen", "if (view.alternate !== null) some(view.alternate, inside);", ""],
    ["jumps in catch are seen", "if (view.handler !== null) some(view.handler.body, inside);", ""],
    ["jumps in finally are seen", "if (view.finalizer !== null) some(view.finalizer, inside);", ""],
  ]),
  ...breaking("transformer/core/leap.ts", [
    [
      "a leap resets the handler",
      'if (handlerChanged) ops.push({ kind: "handler", block: depth === 0 ? null : (this.#regions[depth - 1]?.handler ?? null) });',
      "",
    ],
    [
      "a leap closes the iterators it passes",
      'ops.push({ kind: "effect", value: method(region.iterator, "close", literal(false)), origin: null });\n        continue;',
      "continue;",
    ],
    [
      "an error of closing goes outwards",
      'ops.push({ kind: "handler", block: region.outside });\n      handlerChanged = false;',
      "handlerChanged = true;",
    ],
    [
      "a leap runs the finalizers it passes",
      "for (let index = from - 1; index >= depth; index--) {",
      'for (let index = from - 1; index >= depth && this.#regions[index]?.kind !== "finally"; index--) {',
    ],
    [
      "a leap stops at the depth of its target",
      "return this.#leave(this.#regions.length, depth, target, null, []);",
      "return this.#leave(this.#regions.length, 0, target, null, []);",
    ],
    [
      "a loop's own head closes nothing",
      "(region.exempt !== null && region.exempt === target)) continue;",
      "false) continue;",
    ],
    ["a returned value passes finalizers", 'ops.push({ kind: "temp", temp: kept, value, origin: null });', ""],
    [
      "a returned value is handed from finalizer to finalizer",
      'if (value !== null && value !== region.value) ops.push({ kind: "temp", temp: region.value, value, origin: null });',
      "",
    ],
    [
      "each leap through a finalizer has its own way on",
      "const known = region.continuations.get(target);",
      "const known = [...region.continuations.values()][0];",
    ],
    [
      "a leap goes on after the finalizer",
      "if (!isPlain) this.#fill(block, rest);",
      'if (!isPlain) this.#fill(block, { ops: [], terminator: { kind: "return", value: null, origin: null } });',
    ],
    [
      "return leaps when there is something to run",
      'return this.#regions.some((region) => region.kind !== "catch");',
      "return false;",
    ],
  ]),
];
