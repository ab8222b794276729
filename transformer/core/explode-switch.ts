/**
 * `switch`: tests are evaluated lazily and in order, bodies fall through, and all share one scope.
 *
 *     [source]                              [ir]
 *     switch (v) { case a: A; default: D }  b0: branch v === a -> bodyA | t1
 *                                           t1: goto bodyD
 *                                           bodyA: A
 *                                           bodyD: D
 */
import type { HostNode, StatementView } from "./dialect.js";
import type { Exploder } from "./explode.js";
import { type Block, binary } from "./ir.js";

type SwitchView = Extract<StatementView, { kind: "switch" }>;

export function explodeSwitch(ex: Exploder, node: HostNode, view: SwitchView, labels: readonly string[]): void {
  const after = ex.block("");
  const bodies = view.cases.map(() => ex.block("case"));
  const value = ex.spill(() => ex.spiller.save(ex.spiller.value(view.discriminant), "value"));
  ex.scoped(node, () => {
    for (const clause of view.cases) {
      ex.hoist(clause.body);
      const [, end] = ex.scopes.nameInterval(clause.node);
      for (const event of ex.scopes.namesIn(clause.node)) {
        if (event.mode === "declare" && event.binding?.scope.node === node) ex.clauseEnd.set(event.binding, end);
      }
    }
    let fallback: Block = after;
    view.cases.forEach((clause, index) => {
      const body = bodies[index] ?? after;
      if (clause.test === null) {
        fallback = body;
        return;
      }
      const next = ex.block("");
      ex.end({ kind: "branch", test: binary(value, "===", ex.value(clause.test)), then: body, else: next });
      ex.start(next);
    });
    ex.goto(fallback);
    ex.withTarget({ labels, isBreakable: true, breakTo: after, continueTo: null, depth: ex.leaps.depth }, () => {
      view.cases.forEach((clause, index) => {
        const body = bodies[index];
        if (body === undefined) return;
        ex.enter(body);
        ex.withoutFunctions(clause.body);
      });
    });
  });
  ex.enter(after);
}
