/**
 * Values as text, the same for the engine's objects and the runtime's.
 *
 * Messages of errors which the engine makes itself are left out: they quote source text, and compiled code
 * may be written differently ("o.m is not a function"). Errors that a program makes keep their message.
 */
const engineErrors = new Set(["TypeError", "ReferenceError", "RangeError", "SyntaxError"]);

export function show(value: unknown, depth = 0): string {
  switch (typeof value) {
    case "string":
      return depth === 0 ? value : JSON.stringify(value);
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "bigint":
      return `${value}n`;
    case "function":
      return value.name === "" ? "[function]" : `[function ${value.name}]`;
    case "object":
      return value === null ? "null" : showObject(value, depth);
    default:
      return String(value);
  }
}

function showObject(value: object, depth: number): string {
  if (depth > 6) return "…";
  if (value instanceof Error || Object.prototype.toString.call(value) === "[object Error]")
    return showError(value as Error, depth);
  if (Array.isArray(value))
    return `[${Array.from(value, (item, index) => (index in value ? show(item, depth + 1) : "hole")).join(", ")}]`;
  if (value instanceof Map)
    return `Map{${Array.from(value, ([k, v]) => `${show(k, depth + 1)} => ${show(v, depth + 1)}`).join(", ")}}`;
  if (value instanceof Set) return `Set{${Array.from(value, (item) => show(item, depth + 1)).join(", ")}}`;
  if (value instanceof RegExp) return String(value);
  if (typeof (value as { then?: unknown }).then === "function" && value.constructor !== Object) return "[promise]";
  return showRecord(value, depth);
}

function showError(error: Error, depth: number): string {
  const isEngines = engineErrors.has(error.name);
  const parts = [isEngines || error.message === "" ? error.name : `${error.name}: ${error.message}`];
  if ("errors" in error) parts.push(`errors ${show((error as AggregateError).errors, depth + 1)}`);
  if ("suppressed" in error)
    parts.push(
      `error ${show((error as { error?: unknown }).error, depth + 1)}`,
      `suppressed ${show(error.suppressed, depth + 1)}`,
    );
  if ("cause" in error) parts.push(`cause ${show(error.cause, depth + 1)}`);
  return parts.join(", ");
}

function showRecord(value: object, depth: number): string {
  const name = Object.getPrototypeOf(value)?.constructor?.name ?? "null";
  const entries = Reflect.ownKeys(value).map((key) => {
    const property = Object.getOwnPropertyDescriptor(value, key)!;
    const shown = "value" in property ? show(property.value, depth + 1) : "accessor";
    return `${String(key)}: ${shown}${property.enumerable ? "" : " (hidden)"}`;
  });
  return `${name === "Object" ? "" : `${name} `}{${entries.join(", ")}}`;
}
