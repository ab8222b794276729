/**
 * Items: what spilling left of an expression, as blocks. Only an operator that skips operands makes any.
 *
 *     [items]                                   [ir]
 *     _value = a                                _value := a; branch _value -> b1 | b2
 *     if (_value) { _value = await b }          b1: await b -> …; goto b2
 */
import type { Exploder } from "./explode.js";
import { literal, method } from "./ir.js";
import type { Item } from "./spill.js";

/** Writes what spilling an expression gave. */
export function explodeItems(ex: Exploder, items: readonly Item[]): void {
  for (const item of items) explodeItem(ex, item);
}

function explodeItem(ex: Exploder, item: Item): void {
  switch (item.kind) {
    case "op":
      ex.op(item.op);
      return;
    case "suspend":
      ex.suspend(item.how, item.value, item.dest, item.origin);
      return;
    case "if": {
      const then = ex.block("");
      const otherwise = item.else.length === 0 ? null : ex.block("");
      const after = ex.block("");
      ex.end({ kind: "branch", test: item.test, then, else: otherwise ?? after });
      ex.start(then);
      explodeItems(ex, item.then);
      ex.goto(after);
      if (otherwise !== null) {
        ex.start(otherwise);
        explodeItems(ex, item.else);
        ex.goto(after);
      }
      ex.start(after);
      return;
    }
    case "closing":
      ex.closing(item.iterator, null, () => explodeItems(ex, item.body));
      ex.effect(method(item.iterator, "close", literal(false)));
  }
}
