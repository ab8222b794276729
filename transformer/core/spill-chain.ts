/**
 * Optional chains that suspend: one link after the other. At each `?.` the rest becomes the branch that is not taken
 * when the value is nullish.
 *
 *     [source]                    [items]
 *     o?.m(await x)               _value = undefined
 *                                 if (o != undefined) { _callee = o.m; _sent = await x; _value = call(_callee, o, _sent) }
 */
import type { ChainLink, HostNode } from "./dialect.js";
import { invariant } from "./errors.js";
import { type Expr, type Temp, UNDEFINED, binary, host, literal, runtime } from "./ir.js";
import type { Spiller } from "./spill.js";

/** What becomes of a chain's value. */
export interface ChainUse {
  readonly isDelete: boolean;
  /** It is called: the object of its last link is wanted as well. */
  readonly needsReceiver: boolean;
}

/**
 * `base?.a.b(x)`: one link after the other; at each `?.` the rest becomes the branch that is not taken when
 * the value is nullish. `receiver` is what a call of the result would have as `this`.
 */
export function chain(
  spiller: Spiller,
  node: HostNode,
  base: HostNode | null,
  links: readonly ChainLink[],
  use: ChainUse,
): { readonly value: Expr; readonly receiver: Expr | null } {
  const { isDelete, needsReceiver } = use;
  if (
    !isDelete &&
    !needsReceiver &&
    base !== null &&
    !links.some((link) => linkNodes(link).some((each) => spiller.scopes.suspends(each)))
  ) {
    return { value: host(node, spiller.holes([{ node: base, kind: "value" }])), receiver: null };
  }
  const result = spiller.temps.make("value");
  const receiver = spiller.temps.make("object");
  spiller.set(result, isDelete ? literal(true) : UNDEFINED);
  const [start, object] = chainBase(spiller, base, links);
  followLinks(spiller, 0, links, start, object, isDelete, result, receiver);
  const last = links.at(-1);
  return { value: result, receiver: last !== undefined && last.kind !== "call" ? receiver : null };
}

/** Where a chain starts, and the `this` of a call that comes first: `o.m?.(x)`. */
function chainBase(
  spiller: Spiller,
  base: HostNode | null,
  links: readonly ChainLink[],
): readonly [Expr | null, Expr | null] {
  if (base === null) return [null, null];
  const target = spiller.reference(base);
  const view = spiller.dialect.expressionView(target);
  if (links[0]?.kind !== "call") return [spiller.value(base), null];
  if (view.kind === "optionalChain") {
    const { value, receiver } = chain(spiller, target, view.base, view.links, { isDelete: false, needsReceiver: true });
    return [value, receiver];
  }
  if (view.kind !== "member") return [spiller.value(base), null];
  const [object, property] = spiller.savedMember(view.object, view.property);
  return [{ kind: "member", original: target, object, property }, object ?? { kind: "this" }];
}

function followLinks(
  spiller: Spiller,
  index: number,
  links: readonly ChainLink[],
  current: Expr | null,
  receiver: Expr | null,
  isDelete: boolean,
  result: Temp,
  lastReceiver: Temp,
): void {
  const link = links[index];
  if (link === undefined) {
    invariant(current !== null, "a chain has links");
    spiller.set(result, current);
    if (receiver !== null) spiller.set(lastReceiver, receiver);
    return;
  }
  if (link.optional) {
    invariant(current !== null, "super is never optional");
    const value = spiller.saveShared(current, "value");
    const rest = spiller.collect(() =>
      followLink(spiller, index, link, links, value, receiver, isDelete, result, lastReceiver),
    );
    spiller.items.push({ kind: "if", test: binary(value, "!=", UNDEFINED), then: rest, else: [] });
    return;
  }
  followLink(spiller, index, link, links, current, receiver, isDelete, result, lastReceiver);
}

function followLink(
  spiller: Spiller,
  index: number,
  link: ChainLink,
  links: readonly ChainLink[],
  current: Expr | null,
  receiver: Expr | null,
  isDelete: boolean,
  result: Temp,
  lastReceiver: Temp,
): void {
  if (link.kind === "call") {
    invariant(current !== null, "super is not called in a chain");
    const fn = spiller.save(current, "callee");
    const args = spiller.argumentList(link.arguments);
    const value: Expr = receiver === null ? { kind: "call", callee: fn, args } : runtime("call", fn, receiver, ...args);
    followLinks(spiller, index + 1, links, value, null, isDelete, result, lastReceiver);
    return;
  }
  const object = current === null ? null : spiller.saveShared(current, "object");
  const property = link.kind === "index" ? spiller.save(spiller.value(link.property), "key") : null;
  const member: Expr = { kind: "member", original: link.node, object, property };
  if (isDelete && index === links.length - 1) spiller.set(result, { kind: "delete", target: member });
  else followLinks(spiller, index + 1, links, member, object ?? { kind: "this" }, isDelete, result, lastReceiver);
}

/** The expressions a link evaluates. */
export function linkNodes(link: ChainLink): readonly HostNode[] {
  if (link.kind === "index") return [link.property];
  return link.kind === "call" ? link.arguments.map((slot) => slot.node) : [];
}
