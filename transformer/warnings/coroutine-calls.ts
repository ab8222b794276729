/**
 * The calls in a file that surely make a coroutine: of a function declared in it, of a `const` that is an async function,
 * of a method through `this`, and of an async function where it stands.
 */

import type { HostNode } from "../core/dialect.js";
import type { ChosenFunction } from "../core/lower.js";
import type { Binding, FunctionScope } from "../core/scope.js";
import { callFrom } from "./calls.js";
import { ownReferences } from "./owners.js";
import { type ReviewedFile, textOf } from "./warning.js";

export interface CoroutineCall {
  readonly call: HostNode;
  /** The call as messages show it: `save()`, `save(…)`. */
  readonly text: string;
  /** The function it stands in; `null` at the top of the file. */
  readonly caller: FunctionScope | null;
}

/** The rules ask one after the other about the same file. */
const known = new WeakMap<ReviewedFile, readonly CoroutineCall[]>();

/** Those of a file. */
export function coroutineCalls(file: ReviewedFile): readonly CoroutineCall[] {
  let calls = known.get(file);
  if (calls === undefined) known.set(file, (calls = findCalls(file)));
  return calls;
}

function findCalls(file: ReviewedFile): readonly CoroutineCall[] {
  const { dialect } = file;
  const calls: CoroutineCall[] = [];
  /** By class. Names of static methods, those of instances, and private ones, which are one or the other. */
  const methods = new Map<HostNode, Record<Method["place"], Set<string>>>();
  const add = (start: HostNode, caller: FunctionScope | null, accepts: (path: readonly string[]) => boolean): void => {
    const found = callFrom(dialect, start);
    if (found === null || found.isNew || !accepts(found.path)) return;
    calls.push({ call: found.call, text: callText(file, found.call, found.callee), caller });
  };
  for (const chosen of file.functions) {
    if (chosen.returns !== "coroutine" || chosen.view.isGenerator) continue;
    const { fn } = chosen;
    const standing = dialect.standing(fn.node);
    if (standing.isCallee) add(fn.node, fn.parent, isPlain);
    const binding = bindingOf(file, chosen, standing.variable);
    for (const { mode, identifier, scope } of binding?.names ?? [])
      if (mode === "read") add(identifier, scope.function, isPlain);
    const method = methodOf(chosen, standing.home);
    if (method === null) continue;
    const own = methods.get(method.owner) ?? { static: new Set(), prototype: new Set(), private: new Set() };
    own[method.place].add(method.key);
    methods.set(method.owner, own);
  }
  if (methods.size === 0) return calls;
  for (const { event, owner, isStatic } of ownReferences(file)) {
    const own = methods.get(owner);
    if (own === undefined) continue;
    const here = own[isStatic ? "static" : "prototype"];
    add(
      event.node,
      event.function,
      ([key = "", ...rest]) => rest.length === 0 && (here.has(key) || own.private.has(key)),
    );
  }
  return calls;
}

function isPlain(path: readonly string[]): boolean {
  return path.length === 0;
}

/** The name that means this function wherever it is read. */
function bindingOf({ scopes }: ReviewedFile, { fn }: ChosenFunction, variable: HostNode | null): Binding | null {
  const own = fn.isDeclaration ? scopes.names[scopes.nameInterval(fn.node)[0]] : undefined;
  const binding = (own ?? (variable === null ? undefined : scopes.event(variable)))?.binding ?? null;
  const declarations = binding?.names.filter(({ mode }) => mode === "declare") ?? [];
  return binding === null || binding.written || declarations.length !== 1 ? null : binding;
}

type Home = ReturnType<ReviewedFile["dialect"]["standing"]>["home"];

interface Method {
  readonly owner: HostNode;
  readonly key: string;
  readonly place: "static" | "prototype" | "private";
}

/** The class and the key of a method; a private one is known by its name alone. */
function methodOf({ fn, view }: ChosenFunction, home: Home): Method | null {
  if (home !== null) {
    const { owner, key, place } = home;
    return typeof key !== "string" || place === "object" ? null : { owner, key, place };
  }
  const around = fn.scope?.parent;
  const isPrivate = view.kind === "method" && view.name.startsWith("#") && around?.kind === "class";
  return isPrivate ? { owner: around.node, key: view.name, place: "private" } : null;
}

function callText(file: ReviewedFile, call: HostNode, callee: HostNode): string {
  const view = file.dialect.expressionView(call);
  const hasArguments = view.kind === "call" && view.arguments.length > 0;
  return `${textOf(file, callee) ?? "(async …)"}(${hasArguments ? "…" : ""})`;
}
