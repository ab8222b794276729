/**
 * Parameter scope: a `var` that has a parameter's name, in a function whose parameters are expressions.
 *
 *     async function f(a, read = () => a) { var a = 2; return read(); }      gives the argument, not 2
 *
 * ECMAScript gives the body a variable of its own then, which starts with the parameter's value. Only a closure
 * among the parameters can tell, so only then is the binding split.
 */
import type { FunctionView } from "./dialect.js";
import { type Op, assignExpr, host } from "./ir.js";
import { Binding, type FileScopes, type FunctionScope } from "./scope.js";

/** Splits such bindings; what comes back gives the new ones their first value. */
export function splitParameterScope(scopes: FileScopes, fn: FunctionScope, view: FunctionView): Op[] {
  const { scope } = fn;
  if (scope === null || !view.parameters.some((parameter) => parameter.hasDefault || !parameter.isIdentifier))
    return [];
  const intervals = view.parameters.map((parameter) => scopes.nameInterval(parameter.node));
  const isParameter = (index: number): boolean => intervals.some(([start, end]) => index >= start && index < end);
  const functions = scopes.functionsIn(fn);
  const ops: Op[] = [];
  for (const binding of [...scope.bindings.values()]) {
    const body = binding.names.filter((event) => !isParameter(event.index));
    const declaration = body.find((event) => event.mode === "declare");
    const seen = binding.names.some((event) => isParameter(event.index) && event.scope.function !== fn);
    if (binding.kind !== "parameter" || declaration === undefined || !seen) continue;
    // A function of that name is hoisted around the step, where the engine keeps the two apart.
    if (functions.some((inner) => scopes.nameInterval(inner.node)[0] === declaration.index)) continue;
    const variable = new Binding(binding.name, "var", scope, binding);
    for (const event of body) {
      event.binding = variable;
      variable.names.push(event);
      variable.written ||= event.mode !== "read" && event.mode !== "declare";
      variable.captured ||= event.scope.function !== fn;
    }
    const parameter = binding.names.find((event) => event.mode === "declare");
    scope.bindings.set(binding.name, variable);
    if (parameter !== undefined)
      ops.push({
        kind: "effect",
        value: assignExpr(host(declaration.identifier), host(parameter.identifier)),
        origin: null,
      });
  }
  return ops;
}
