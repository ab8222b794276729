/**
 * The runtime's locks, queues and events as a file makes and uses them:
 *
 *     const jobs = new Queue();              a variable
 *     const [send, receive] = createChannel(1);
 *     class Store {
 *       #lock = new Lock();                  a field; or `this.lock = new Lock()` in the class
 *     }
 *
 * Followed are variables that are not assigned to again, and fields through `this` in their class. What comes from
 * elsewhere (a parameter, another module) is not known here, and no rule says anything about it.
 */

import type { HostNode } from "../core/dialect.js";
import type { Binding, FunctionScope, NameEvent } from "../core/scope.js";
import { beginsWith, callFrom, type NamedCall } from "./calls.js";
import { ownReferences } from "./owners.js";
import type { ReviewedFile } from "./warning.js";

export interface Primitive {
  /** The name of its class in the runtime; `Channel` for both ends of a channel, which are one primitive. */
  readonly kind: string;
  readonly hasArguments: boolean;
}

/** A place where a primitive is named. */
export interface PrimitiveUse {
  readonly primitive: Primitive;
  /** `jobs` or `this.#lock`. */
  readonly node: HostNode;
  readonly function: FunctionScope | null;
}

/** Where a file uses an export of the runtime, by what the export is called. */
export interface RuntimeUse {
  readonly name: string;
  readonly event: NameEvent;
  /** The call or `new` it begins. */
  readonly call: NamedCall | null;
}

/** Every use of the runtime's exports. */
export function runtimeUses({ dialect, scopes }: ReviewedFile): readonly RuntimeUse[] {
  return scopes.names.flatMap(({ mode, identifier, binding }) => {
    if (mode !== "declare" || binding === null || binding.written) return [];
    const imported = dialect.importedName(identifier);
    if (imported?.module !== "tsyncio") return [];
    return binding.names
      .filter((event) => event.mode === "read")
      .map((event) => {
        const call = callFrom(dialect, event.identifier);
        return { name: imported.name === "*" ? (call?.path[0] ?? "*") : imported.name, event, call };
      });
  });
}

/** Every use of the primitives that the file makes. */
export function primitiveUses(file: ReviewedFile, runtime: readonly RuntimeUse[]): readonly PrimitiveUse[] {
  const variables = new Map<Binding, Primitive>();
  const fields = new Map<HostNode, Map<string, Primitive>>();
  for (const { name, call } of runtime) if (call !== null) keep(file, name, call, variables, fields);
  const uses: PrimitiveUse[] = [];
  for (const [binding, primitive] of variables) {
    for (const { mode, identifier, scope } of binding.names)
      if (mode === "read") uses.push({ primitive, node: identifier, function: scope.function });
  }
  if (fields.size === 0) return uses;
  const { dialect } = file;
  for (const { event, owner } of ownReferences(file)) {
    const node = dialect.parent(event.node);
    const view = node === null ? null : dialect.expressionView(node);
    if (node === null || view?.kind !== "member" || view.object !== event.node || view.name === null) continue;
    const primitive = fields.get(owner)?.get(view.name);
    if (primitive !== undefined) uses.push({ primitive, node, function: event.function });
  }
  return uses;
}

/** Notes where a new primitive is put. */
function keep(
  file: ReviewedFile,
  name: string,
  { call, isNew }: NamedCall,
  variables: Map<Binding, Primitive>,
  fields: Map<HostNode, Map<string, Primitive>>,
): void {
  const { dialect, scopes } = file;
  const view = dialect.expressionView(call);
  const primitive = { kind: name, hasArguments: view.kind === "operands" && view.slots.length > 1 };
  const keeper = dialect.keeper(call);
  const remember = (target: HostNode | undefined, kept: Primitive): void => {
    const binding = target === undefined ? undefined : scopes.event(target)?.binding;
    if (binding && !binding.written) variables.set(binding, kept);
  };
  if (!isNew) {
    const pattern = name === "createChannel" && keeper?.kind === "variable" ? dialect.patternView(keeper.target) : null;
    const channel = { ...primitive, kind: "Channel" };
    if (pattern?.kind === "array") for (const end of pattern.elements) remember(end?.target, channel);
  } else if (keeper?.kind === "variable") remember(keeper.target, primitive);
  else {
    const field = keeper ?? assignedField(file, call);
    if (field !== null)
      fields.set(field.owner, (fields.get(field.owner) ?? new Map<string, Primitive>()).set(field.name, primitive));
  }
}

/** The field in `this.field = value`. */
function assignedField(file: ReviewedFile, value: HostNode): { owner: HostNode; name: string } | null {
  const { dialect } = file;
  const parent = dialect.parent(value);
  const view = parent === null ? null : dialect.expressionView(parent);
  if (view?.kind !== "assign" || view.operator !== "=" || view.value !== value) return null;
  const target = dialect.expressionView(view.target);
  if (target.kind !== "member" || target.name === null || target.object === null) return null;
  const { object, name } = target;
  if (!beginsWith(dialect, object, "this")) return null;
  const reference = ownReferences(file).find(({ event }) => event.node === object);
  return reference === undefined ? null : { owner: reference.owner, name };
}
