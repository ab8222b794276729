/**
 * What cannot be compiled rightly, and is refused rather than compiled wrongly: code whose names are decided at
 * run time cannot be split into steps, and a function that stands where only a statement can has no block to belong to.
 */
import type { Dialect, FunctionView, HostNode } from "./dialect.js";
import type { FileScopes, FunctionScope } from "./scope.js";

export interface UnsupportedConstruct {
  readonly code: number;
  readonly message: string;
  readonly node: HostNode;
  readonly category: "error" | "warning";
}

export const WITH_AROUND_AWAIT = 1001;
export const EVAL_IN_ASYNC = 1002;
export const FUNCTION_AS_ARM = 1003;
export const BOUND_IN_CLASS = 1004;

export function unsupported(
  dialect: Dialect,
  scopes: FileScopes,
  fn: FunctionScope,
  { isStrict }: FunctionView,
): UnsupportedConstruct[] {
  if (fn.suspensions.length === 0) return [];
  return [
    ...fn.withs.map((node) => ({
      code: WITH_AROUND_AWAIT,
      message:
        "`with` cannot be used in an async function that awaits: its names are decided at run time. Use a variable for the object, and name its properties (`const { a } = object`).",
      node,
      category: "error" as const,
    })),
    ...fn.evals.map((node) => ({
      code: EVAL_IN_ASYNC,
      message:
        "A direct `eval` cannot be used in an async function that awaits: it could see names that the compiler moves. Call it indirectly, `(0, eval)(code)`, or put it into a function that is not async.",
      node,
      category: "error" as const,
    })),
    ...fn.bareFunctions.map((node) => ({
      code: FUNCTION_AS_ARM,
      message:
        "A function declared as the arm of an `if` cannot be compiled in an async function that awaits. Put it in braces: `if (c) { function f() {} }`.",
      node,
      category: "error" as const,
    })),
    ...boundInClasses(dialect, scopes, fn, isStrict).map((node) => ({
      code: BOUND_IN_CLASS,
      message:
        "This cannot be evaluated before its class is, which an `await` in the class's keys or heritage asks for: it means something else there. Await before the class, and use a variable: `const key = await …; class C { [key]() {} }`.",
      node,
      category: "error" as const,
    })),
  ];
}

function boundInClasses(dialect: Dialect, scopes: FileScopes, fn: FunctionScope, isStrict: boolean): HostNode[] {
  const around = {
    isStrict,
    suspends: (node: HostNode) => scopes.suspends(node),
    isVariable: (identifier: HostNode) => {
      const binding = scopes.event(identifier)?.binding ?? null;
      return binding !== null && binding.kind !== "self";
    },
    isOwnName: (identifier: HostNode) => {
      const binding = scopes.event(identifier)?.binding ?? null;
      return binding?.kind === "self" && fn.classes.includes(binding.scope.node);
    },
  };
  return fn.classes.map((node) => dialect.boundInClass(node, around)).filter((node) => node !== null);
}
