/**
 * List starts: what a function declaration asks for at the start of the statement list it stands in, because there
 * it comes into being.
 *
 *     [source]  { use(f); async function f() {} }      [output]  { _brandAsync(f); use(f); function f() { … } }
 *
 * A list that stays as it is gets these statements when it is written (`around`). A list that is taken apart has
 * its functions made by the exploder, which takes what belongs to them first.
 */
import type { Dialect, HostNode } from "./dialect.js";

export type Exchanged = HostNode | readonly HostNode[] | undefined;

export class ListStarts {
  readonly #dialect: Dialect;
  /** Declarations by the first statement of their list. */
  readonly #lists = new Map<HostNode, HostNode[]>();
  readonly #makers = new Map<HostNode, () => HostNode>();

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  /** `make` is asked for one statement when the list is written. */
  add(firstStatement: HostNode, declaration: HostNode, make: () => HostNode): void {
    const list = this.#lists.get(firstStatement);
    if (list === undefined) this.#lists.set(firstStatement, [declaration]);
    else list.push(declaration);
    this.#makers.set(declaration, make);
  }

  /** The nodes that something is added to. */
  get touched(): Iterable<HostNode> {
    return this.#lists.keys();
  }

  /** Somebody else sees to this declaration. Was there anything to do? */
  take(declaration: HostNode): boolean {
    return this.#makers.delete(declaration);
  }

  /** What stands for a node in the output: `answer`, or the node itself, after what its list starts with. */
  around(node: HostNode, answer: Exchanged, exchange: (node: HostNode) => Exchanged): Exchanged {
    const list = this.#lists.get(node);
    if (list === undefined) return answer;
    this.#lists.delete(node);
    const start = list.flatMap((declaration) => {
      const make = this.#makers.get(declaration);
      return make === undefined ? [] : [this.#dialect.replace(make(), exchange)];
    });
    if (start.length === 0) return answer;
    const statements = answer ?? this.#dialect.replace(node, (each) => (each === node ? undefined : exchange(each)));
    return [...start, statements].flat();
  }
}
