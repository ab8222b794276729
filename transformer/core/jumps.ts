/**
 * Jumps that leave a statement which is otherwise kept as written.
 *
 *     for (const x of xs) { if (x) break; if (!x) continue outer; return; }
 *                                  stays      leaves               leaves
 *
 * Jumps are statements, so only statements are opened here.
 */
import type { Dialect, HostNode } from "./dialect.js";
import type { FileScopes } from "./scope.js";

export interface EscapingJump {
  readonly kind: "break" | "continue" | "return";
  readonly node: HostNode;
  readonly label: string | null;
  readonly argument: HostNode | null;
  /** Does it pass a `try`, an iterator or a `using` of the statement on its way out? */
  readonly isGuarded: boolean;
}

/** What a jump inside may target without leaving. */
interface Inside {
  readonly breakable: boolean;
  readonly continuable: boolean;
  readonly labels: readonly string[];
  readonly isGuarded: boolean;
}

const NOTHING: Inside = { breakable: false, continuable: false, labels: [], isGuarded: false };

export function escapingJumps(dialect: Dialect, scopes: FileScopes, statement: HostNode): EscapingJump[] {
  const found: EscapingJump[] = [];
  visit(statement, NOTHING);
  return found;

  function visit(node: HostNode, inside: Inside): void {
    const view = dialect.statementView(node);
    switch (view.kind) {
      case "return":
        found.push({ kind: "return", node, label: null, argument: view.argument, isGuarded: inside.isGuarded });
        return;
      case "break":
      case "continue": {
        const stays =
          view.label !== null
            ? inside.labels.includes(view.label)
            : view.kind === "break"
              ? inside.breakable
              : inside.continuable;
        if (!stays)
          found.push({ kind: view.kind, node, label: view.label, argument: null, isGuarded: inside.isGuarded });
        return;
      }
      case "block":
        all(view.body, view.body.some(declaresUsing) ? { ...inside, isGuarded: true } : inside);
        return;
      case "if":
        some(view.consequent, inside);
        if (view.alternate !== null) some(view.alternate, inside);
        return;
      case "while":
      case "doWhile":
      case "for":
      case "forIn":
        some(view.body, { ...inside, breakable: true, continuable: true });
        return;
      case "forOf":
      case "forAwait":
        some(view.body, { ...inside, breakable: true, continuable: true, isGuarded: true });
        return;
      case "switch":
        for (const clause of view.cases) all(clause.body, { ...inside, breakable: true });
        return;
      case "try":
        some(view.block, { ...inside, isGuarded: true });
        if (view.handler !== null) some(view.handler.body, { ...inside, isGuarded: true });
        if (view.finalizer !== null) some(view.finalizer, inside);
        return;
      case "labeled":
        some(view.body, { ...inside, labels: [...inside.labels, view.label] });
        return;
      default:
    }
  }

  function declaresUsing(node: HostNode): boolean {
    const view = dialect.statementView(node);
    return view.kind === "variable" && (view.declaration === "using" || view.declaration === "await using");
  }

  function some(node: HostNode, inside: Inside): void {
    if (scopes.hasJumps(node)) visit(node, inside);
  }

  function all(nodes: readonly HostNode[], inside: Inside): void {
    for (const node of nodes) some(node, inside);
  }
}
