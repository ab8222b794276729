/**
 * `switch`: tests are evaluated lazily and in order, bodies fall through, and all share one scope.
 *
 *     [source]                              [ir]
 *     switch (v) { case a: A; default: D }  b0: branch v === a -> bodyA | t1
 *                                           t1: goto bodyD
 *                                           bodyA: A
 *                                           bodyD: D
 */
import { hoist } from "./explode-functions.js";
import type { HostNode, StatementView } from "./dialect.js";
import { containsUsing, explodeUsingBlock } from "./explode-using.js";
import type { Exploder, JumpTarget } from "./explode.js";
import { type Expr, binary } from "./ir.js";

type SwitchView = Extract<StatementView, { kind: "switch" }>;

export function explodeSwitch(ex: Exploder, node: HostNode, view: SwitchView, labels: readonly string[]): void {
  const after = ex.block("");
  const value = ex.spill(() => ex.spiller.save(ex.spiller.value(view.discriminant), "value"));
  ex.scoped(node, () => {
    for (const clause of view.cases) {
      hoist(ex, clause.body);
      const [, end] = ex.scopes.nameInterval(clause.node);
      for (const event of ex.scopes.namesIn(clause.node)) {
        if (event.mode === "declare" && event.binding?.scope.node === node) ex.clauseEnd.set(event.binding, end);
      }
    }
    const depth = ex.leaps.depth;
    const run = (): void =>
      clauses(ex, view, value, {
        labels,
        isBreakable: true,
        breakTo: after,
        continueTo: null,
        depth,
        continueDepth: depth,
      });
    if (view.cases.some((clause) => containsUsing(ex, clause.body))) explodeUsingBlock(ex, node, run);
    else run();
  });
  ex.enter(after);
}

/** The tests, then the bodies, each falling into the next. */
function clauses(ex: Exploder, view: SwitchView, value: Expr, target: JumpTarget): void {
  const bodies = view.cases.map(() => ex.block("case"));
  const end = ex.block("");
  let fallback = end;
  view.cases.forEach((clause, index) => {
    const body = bodies[index] ?? end;
    if (clause.test === null) {
      fallback = body;
      return;
    }
    const next = ex.block("");
    ex.end({ kind: "branch", test: binary(value, "===", ex.value(clause.test)), then: body, else: next });
    ex.start(next);
  });
  ex.goto(fallback);
  ex.withTarget(target, () => {
    view.cases.forEach((clause, index) => {
      const body = bodies[index];
      if (body === undefined) return;
      ex.enter(body);
      ex.withoutFunctions(clause.body);
    });
  });
  ex.enter(end);
}
