/**
 * Async functions in blocks of sloppy code. They belong to their block alone, but a plain function there is also a
 * variable of the function around it (Annex B). So they become variables of the block, made at its start:
 *
 *     [source]  { use(f); async function f() {} }      [output]  { let f = function () { … }; use(f); }
 */
import type { Dialect, FunctionView, HostNode, Standing } from "./dialect.js";
import type { ListStarts } from "./list-starts.js";
import type { FileScopes, FunctionScope } from "./scope.js";

export class BlockFunctions {
  readonly #dialect: Dialect;
  readonly #scopes: FileScopes;
  readonly #starts: ListStarts;
  /** The functions that become variables, and what they are lowered to. */
  readonly #values = new Map<HostNode, HostNode | null>();
  readonly #taken = new Set<HostNode>();

  constructor(dialect: Dialect, scopes: FileScopes, starts: ListStarts) {
    this.#dialect = dialect;
    this.#scopes = scopes;
    this.#starts = starts;
  }

  /** Decides about a function that is going to be lowered: true when it becomes a variable. */
  add(fn: FunctionScope, view: FunctionView, standing: Standing): boolean {
    if (view.kind !== "declaration" || view.isStrict || standing.firstStatement === null) return false;
    if (this.#scopes.namesIn(fn.node)[0]?.binding?.scope.kind !== "block") return false;
    this.#values.set(fn.node, null);
    this.#starts.add(standing.firstStatement, fn.node, () => {
      const value = this.#values.get(fn.node) ?? fn.node;
      return this.#dialect.build.variable("let", [{ target: view.selfName ?? "", initializer: value }]);
    });
    return true;
  }

  becomesVariable(declaration: HostNode): boolean {
    return this.#values.has(declaration);
  }

  /** The function was lowered to `node`. */
  lowered(declaration: HostNode, node: HostNode): void {
    if (this.#values.has(declaration)) this.#values.set(declaration, node);
  }

  /** The exploder makes the variable itself. */
  take(declaration: HostNode): boolean {
    if (!this.#values.has(declaration)) return false;
    this.#taken.add(declaration);
    this.#starts.take(declaration);
    return true;
  }

  /** What is written where the declaration stood: nothing, or its value for the exploder. */
  exchange(declaration: HostNode): HostNode | readonly HostNode[] | undefined {
    const value = this.#values.get(declaration);
    if (value === undefined || value === null) return undefined;
    return this.#taken.has(declaration) ? value : [];
  }
}
