// Spill and patterns: operands around a suspension, in order, once.
import { breaking } from "./list.mjs";

export const spilling = [
  ...breaking("transformer/core/spill.ts", [
    [
      "operands before a suspension are kept",
      "return index === last ? value : this.save(kept(value, slot.kind, this), hintOf(slot.kind));",
      "return value;",
    ],
    [
      "operands after the last suspension stay as written",
      "if (index > last) return null;",
      'if (index > last) return this.save(host(slot.node), "value");',
    ],
    ["a variable that is written is not stable", "|| binding.written) return false;", ") return false;"],
    [
      "a name that may be early is not stable",
      "mayBeEarly(event, binding, this.#declarations)) return false;",
      "false) return false;",
    ],
    [
      "a var is not stable",
      'case "parameter":\n      case "let":',
      'case "parameter":\n      case "var":\n      case "let":',
    ],
    [
      "an import is not stable",
      'case "parameter":\n      case "let":',
      'case "parameter":\n      case "import":\n      case "let":',
    ],
    [
      "a name declared twice is not stable",
      'return binding.names.filter((name) => name.mode === "declare").length === 1;',
      "return true;",
    ],
    [
      "a global is not stable",
      "binding === undefined || binding === null || binding.written",
      "binding === undefined || binding?.written",
    ],
    [
      "parentheses around something unstable are unstable",
      'if (view.kind === "transparent") return this.#isStableNode(view.inner);',
      'if (view.kind === "transparent") return true;',
    ],
    [
      "a spread operand is iterated at its turn",
      'return { kind: "array", elements: [{ kind: "spread", value }] };',
      "return value;",
    ],
    ["an object spread is copied at its turn", 'return { kind: "objectSpread", value };', "return value;"],
    [
      "a computed key is converted at its turn",
      'return isConstant(value, spiller) ? value : runtime("toKey", value);',
      "return value;",
    ],
    [
      "a substitution is converted at its turn",
      'return isConstant(value, spiller) ? value : runtime("toText", value);',
      "return value;",
    ],
    ["&& tests its left side", 'if (operator === "&&") return left;', 'if (operator === "&&") return not(left);'],
    ["|| tests its left side", 'return operator === "||" ? not(left)', 'return operator === "||" ? left'],
    ["?? tests for null and undefined", 'not(left) : binary(left, "==", UNDEFINED)', "not(left) : not(left)"],
    ["logical operators keep the left value", "this.set(result, this.value(left));", "this.value(left);"],
    [
      "a logical operator for its effect is lazy",
      'const right = this.collect(() => this.effect(view.right));\n        this.items.push({ kind: "if", test: logicalTest(view.operator, left), then: right, else: [] });',
      "this.effect(view.right);",
    ],
    [
      "a conditional for its effect is lazy",
      "const otherwise = this.collect(() => this.effect(view.alternate));",
      "const otherwise = then;",
    ],
    [
      "a conditional is lazy",
      "const otherwise = this.collect(() => this.set(result, this.value(view.alternate)));",
      "const otherwise = then;",
    ],
    ["a sequence evaluates every part", "for (const each of view.expressions.slice(0, -1)) this.effect(each);", ""],
    ["a sequence for its effect evaluates every part", "for (const each of view.expressions) this.effect(each);", ""],
    [
      "the function of a method call is read before its arguments",
      "if (!argumentsSuspend) return host(node, this.holes(memberSlots(target.object, target.property)));",
      "if (true) return host(node, this.holes([...memberSlots(target.object, target.property), ...view.arguments]));",
    ],
    [
      "a method call keeps its receiver",
      'return this.#invoke(node, view, callee, fn, object ?? { kind: "this" });',
      "return this.#invoke(node, view, callee, fn, UNDEFINED);",
    ],
    [
      "a method of super is called on this",
      'fn, object ?? { kind: "this" });\n    }\n    if',
      "fn, object ?? UNDEFINED);\n    }\n    if",
    ],
    [
      "the function of a call is read before its arguments",
      'return host(node, this.holes([{ node: view.callee, kind: "value" }, ...view.arguments]));',
      "return host(node, this.holes(view.arguments));",
    ],
    [
      "a chain that is called is evaluated before the arguments",
      "return receiver === null ? host(node, new Map([[view.callee, fn], ...this.holes(view.arguments)])) : this.#invoke(node, view, callee, fn, receiver);",
      "return host(node, new Map([[view.callee, fn], ...this.holes(view.arguments)]));",
    ],
    [
      "a tag that is a method keeps its object",
      'new Map([[callee, runtime("bound", fn, receiver)]',
      "new Map([[callee, fn]",
    ],
    [
      "spread arguments stay spread",
      'return slot.kind === "spread" ? { kind: "spread", value: argument } : argument;',
      "return argument;",
    ],
    [
      "parentheses keep a reference",
      'return view.kind === "transparent" ? this.#reference(view.inner) : node;',
      "return node;",
    ],
    [
      "the object of a reference is kept",
      'const base = object === null ? null : this.save(this.value(object), "object");',
      "const base = object === null ? null : this.value(object);",
    ],
    [
      "the key of a reference is kept",
      'const key = property === null ? null : this.save(this.value(property), "key");\n    return [base, key];',
      "const key = property === null ? null : this.value(property);\n    return [base, key];",
    ],
    [
      "a compound assignment reads its target first",
      "this.set(old, place);",
      "this.set(old, this.value(valueNode)); this.set(old, place);",
    ],
    [
      "a compound assignment uses the old value",
      "if (!isLogical) return assignExpr(place, binary(old, operator,",
      "if (!isLogical) return assignExpr(place, binary(place, operator,",
    ],
    [
      "a logical assignment assigns only when needed",
      'this.items.push({ kind: "if", test: logicalTest(operator as LogicalOperator, old), then, else: [] });\n    return old;',
      "this.items.push(...then);\n    return old;",
    ],
    [
      "a logical assignment is recognised",
      'const isLogical = operator === "&&" || operator === "||" || operator === "??";',
      'const isLogical = operator === "&&" || operator === "||";',
    ],
    [
      "the operands of an assigned member are evaluated before the value",
      'const slots = [...memberSlots(view.object, view.property), { node: valueNode, kind: "value" } as const];\n      const values = this.slots(slots);\n      const value = values.pop() ?? host(valueNode);',
      "const value = this.value(valueNode);\n      const values: (Expr | null)[] = [null, null];",
    ],
    [
      "the value of a destructuring assignment is its right side",
      "assignPattern(this, target, whole);\n    return whole;",
      "assignPattern(this, target, whole);\n    return UNDEFINED;",
    ],
    [
      "what is no reference is evaluated by delete",
      "this.effect(targetNode);\n    return literal(true);",
      "return literal(true);",
    ],
    [
      "delete of a chain gives true when it is cut short",
      "this.set(result, isDelete ? literal(true) : UNDEFINED);",
      "this.set(result, UNDEFINED);",
    ],
    [
      "a chain that is cut short gives undefined",
      "this.set(result, isDelete ? literal(true) : UNDEFINED);",
      "this.set(result, literal(true));",
    ],
    [
      "a chain stops at null",
      'this.items.push({ kind: "if", test: binary(value, "!=", UNDEFINED), then: rest, else: [] });',
      "this.items.push(...rest);",
    ],
    [
      "an optional call of a method keeps its object",
      'if (links[0]?.kind !== "call" || view.kind !== "member") return [this.value(base), null];',
      "return [this.value(base), null];",
    ],
    ["a call in a chain keeps its object", "const value: Expr = receiver === null ?", "const value: Expr = true ?"],
    [
      "a key in a chain is kept",
      'const property = link.kind === "index" ? this.save(this.value(link.property), "key") : null;',
      'const property = link.kind === "index" ? this.value(link.property) : null;',
    ],
    ["the last member of a deleted chain is deleted", "if (isDelete && index === links.length - 1)", "if (false)"],
    ["a called result has no receiver", 'last !== undefined && last.kind !== "call" ? receiver : null', "receiver"],
    [
      "a statement's value is evaluated",
      'if (value.kind !== "temp" && value.kind !== "undefined") this.op({ kind: "effect", value, origin: node });',
      "",
    ],
    [
      "yield without an operand yields undefined",
      'how: "yield", value: view.argument === null ? UNDEFINED',
      'how: "yield", value: view.argument === null ? literal(1)',
    ],
    [
      "yield* delegates",
      'return this.suspend("delegate", this.value(view.argument), node);',
      'return this.suspend("yield", this.value(view.argument), node);',
    ],
    [
      "update evaluates its operands once",
      'return host(node, this.holes(memberSlots(target.object, target.property)));\n      }\n      case "delete":',
      'return host(node);\n      }\n      case "delete":',
    ],
    [
      "a member before an await in its own key is kept",
      'return host(node, this.holes(memberSlots(view.object, view.property)));\n      case "call":',
      'return host(node, this.holes(memberSlots(null, view.property)));\n      case "call":',
    ],
  ]),
  ...breaking("transformer/core/patterns.ts", [
    [
      "a pattern needs an object",
      'spiller.op({ kind: "effect", value: runtime("requireObject", value), origin: null });',
      "",
    ],
    [
      "a computed key of a pattern is converted once",
      'return spiller.save(runtime("toKey", spiller.value(property.key.node)), "key");',
      'return spiller.save(spiller.value(property.key.node), "key");',
    ],
    ["rest leaves out what was named", "keys.push(key);", ""],
    [
      "a hole in an array pattern takes a value",
      'if (each === null) spiller.op({ kind: "effect", value: method(iterator, "take"), origin: null });',
      "if (each === null) continue;",
    ],
    [
      "rest elements take all that is left",
      'targetPlace(spiller, view.rest)(method(iterator, "rest"));',
      'targetPlace(spiller, view.rest)(method(iterator, "take"));',
    ],
    [
      "an array pattern closes its iterator",
      'spiller.items.push({ kind: "closing", iterator, body });',
      "spiller.items.push(...body);",
    ],
    [
      "a target's operands are evaluated before its value",
      "const place = targetPlace(spiller, part.target);\n  const { initializer } = part;",
      "const { initializer } = part;\n  const place = (given: Expr): void => targetPlace(spiller, part.target)(given);",
    ],
    ["a default is for undefined only", 'test: binary(temp, "===", UNDEFINED)', 'test: binary(temp, "==", UNDEFINED)'],
    [
      "a default is lazy",
      "const then = spiller.collect(() => place(spiller.value(initializer)));",
      'const kept = spiller.save(spiller.value(initializer), "value");\n  const then = spiller.collect(() => place(kept));',
    ],
    [
      "a value is read once",
      'const temp = spiller.temps.make("value");\n  spiller.set(temp, value);',
      "const temp = value;",
    ],
    [
      "a pattern in a pattern is taken apart",
      'spiller.scopes.suspends(target) ? spiller.save(value, "value") : value',
      "value",
    ],
  ]),
];
