/**
 * Patterns: destructuring that suspends in a default or a computed key, one step at a time in ECMAScript's order.
 *
 *     [source]                               [items]
 *     const { [await k()]: a, b = await d(), ...rest } = o
 *                                            requireObject(o)
 *                                            _key = toKey(await k());  a = o[_key]
 *                                            _value = o.b;  if (_value === undefined) _value = await d();  b = _value
 *                                            rest = objectRest(o, [_key, "b"])
 *
 * A pattern (or part of one) in which nothing suspends is left to the engine.
 */
import type { HostNode, PatternElement, PatternProperty, PatternView } from "./dialect.js";
import { type Expr, UNDEFINED, assignExpr, binary, host, literal, method, runtime } from "./ir.js";
import type { Place, Spiller } from "./spill.js";

/** Assigns `value` to a pattern (a declaration's or an assignment's). `value` must be stable. */
export function assignPattern(spiller: Spiller, pattern: HostNode, value: Expr): void {
  if (!spiller.scopes.suspends(pattern)) {
    spiller.op({ kind: "effect", value: assignExpr(host(pattern), value), origin: pattern });
    return;
  }
  const view = spiller.dialect.patternView(pattern);
  switch (view.kind) {
    case "name":
    case "target":
      spiller.op(spiller.place(pattern)(value));
      return;
    case "object":
      assignObject(spiller, view, value);
      return;
    case "array":
      assignArray(spiller, view, value);
  }
}

function assignObject(spiller: Spiller, view: PatternView & { kind: "object" }, value: Expr): void {
  spiller.op({ kind: "effect", value: runtime("requireObject", value), origin: null });
  const keys: Expr[] = [];
  for (const property of view.properties) {
    const key = propertyKey(spiller, property);
    keys.push(key);
    element(spiller, property, { kind: "index", object: value, property: key });
  }
  if (view.rest !== null) {
    const place = targetPlace(spiller, view.rest);
    place(runtime("objectRest", value, { kind: "array", elements: keys }));
  }
}

function propertyKey(spiller: Spiller, property: PatternProperty): Expr {
  if (property.key.kind === "literal") return literal(property.key.text);
  return spiller.save(runtime("toKey", spiller.value(property.key.node)), "key");
}

function assignArray(spiller: Spiller, view: PatternView & { kind: "array" }, value: Expr): void {
  const iterator = spiller.temps.make("iterator");
  spiller.set(iterator, runtime("forOf", value));
  const body = spiller.collect(() => {
    for (const each of view.elements) {
      if (each === null) spiller.op({ kind: "effect", value: method(iterator, "take"), origin: null });
      else element(spiller, each, method(iterator, "take"));
    }
    if (view.rest !== null) targetPlace(spiller, view.rest)(method(iterator, "rest"));
  });
  spiller.items.push({ kind: "closing", iterator, body });
}

/** One property or element: the target's operands, then the value, then its default, then the assignment. */
function element(spiller: Spiller, part: PatternElement, value: Expr): void {
  const place = targetPlace(spiller, part.target);
  const { initializer } = part;
  if (initializer === null) {
    place(value);
    return;
  }
  const temp = spiller.temps.make("value");
  spiller.set(temp, value);
  // Two assignments rather than one of a conditional: `name = () => {}` gives the function its name.
  const then = spiller.collect(() => place(spiller.value(initializer)));
  const otherwise = spiller.collect(() => place(temp));
  spiller.items.push({ kind: "if", test: binary(temp, "===", UNDEFINED), then, else: otherwise });
}

/** Evaluates a target's operands now; the answer puts a value there. */
function targetPlace(spiller: Spiller, target: HostNode): (value: Expr) => void {
  const view = spiller.dialect.patternView(target);
  if (view.kind === "target") {
    const place: Place = spiller.place(view.node);
    return (value) => spiller.op(place(value));
  }
  if (view.kind === "name")
    return (value) => spiller.op({ kind: "effect", value: assignExpr(host(view.node), value), origin: null });
  return (value) =>
    assignPattern(spiller, target, spiller.scopes.suspends(target) ? spiller.save(value, "value") : value);
}
