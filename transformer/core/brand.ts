/**
 * Brand: compiled functions that answer as async functions where libraries ask
 * (`fn[Symbol.toStringTag]`, `fn.constructor.name`), and generator functions with a `prototype` of their own.
 *
 * A function is branded where it is made:
 *
 *     [declaration]   async function f() {}           _brandAsync(f);         at the start of its list, or of the file,
 *                                                                             or said by its description
 *     [expression]    const f = async () => {};       const f = _brandAsyncAs("f", () => …);
 *     [object]        ({ async m() {} })              _brandAsyncMethods({ m() {…} }, "m")
 *     [class]         class A { async m() {} }        class A { static #brand = _brandAsyncMethods(this.prototype, "m"); … }
 *
 * (A field and not a static block, which many compilers of today leave to a plugin that is not there.)
 *
 * That costs time for each closure, so with `brand: "escaping"` a function made inside another one is branded only
 * when it may be seen by others: when it is used for anything but a call.
 *
 * Not branded: what has a computed key (but `[Symbol.x]`) or stands before one, or before a spread, that might
 * replace it; private methods; what is decorated; an anonymous default export that TypeScript turns into CommonJS.
 */
import type { Dialect, FunctionView, HostNode, Standing } from "./dialect.js";
import type { FileNames } from "./names.js";
import type { Exchanged, ListStarts } from "./list-starts.js";
import type { FileScopes, FunctionScope } from "./scope.js";

/** Which functions are branded. */
export type Branding = "all" | "escaping" | "none";

interface Member {
  readonly view: FunctionView;
  readonly home: NonNullable<Standing["home"]>;
}

/** The brands of one file: decided first, given out while its functions are lowered and written. */
export class Brands {
  readonly #dialect: Dialect;
  readonly #scopes: FileScopes;
  readonly #branding: Branding;
  readonly #names: FileNames;
  /** What brands declarations at the top of the file. */
  readonly #statements = new Map<HostNode, () => HostNode>();
  readonly #expressions = new Map<HostNode, Standing>();
  /** The ABI functions that brand declarations inside functions and blocks. */
  readonly #declarations = new Map<HostNode, string>();
  readonly #starts: ListStarts;
  readonly #members = new Map<HostNode, Member[]>();
  /** Names given to functions that have none of their own. */
  readonly #given = new Map<HostNode, string>();
  readonly #infos = new Map<HostNode, string>();

  constructor(dialect: Dialect, scopes: FileScopes, names: FileNames, starts: ListStarts, branding: Branding) {
    this.#dialect = dialect;
    this.#scopes = scopes;
    this.#names = names;
    this.#starts = starts;
    this.#branding = branding;
  }

  /** Decides about a function that is going to be lowered. */
  add(fn: FunctionScope, view: FunctionView, standing: Standing, becomesVariable: boolean): void {
    if (this.#branding === "none" || !this.#isWanted(fn, view, standing)) return;
    if (becomesVariable) this.#addExpression({ ...view, selfName: null }, standing);
    else if (view.kind === "method") this.#addMember(view, standing);
    else if (view.kind === "declaration") this.#addDeclaration(fn, view, standing);
    else if (standing.name !== null) this.#addExpression(view, standing);
  }

  #isWanted(fn: FunctionScope, view: FunctionView, standing: Standing): boolean {
    if (this.#branding === "all" || fn.parent === null || view.kind === "method") return true;
    if (view.kind === "declaration") return this.#isUsedAsValue(this.#scopes.namesIn(fn.node)[0]?.identifier);
    return !standing.isCallee && (standing.variable === null || this.#isUsedAsValue(standing.variable));
  }

  /** Is the variable declared here used for anything but calls? */
  #isUsedAsValue(identifier: HostNode | undefined): boolean {
    const binding = identifier === undefined ? null : this.#scopes.event(identifier)?.binding;
    if (binding === null || binding === undefined) return true;
    return binding.names.some((event) => event.mode !== "declare" && !this.#dialect.isCallee(event.identifier));
  }

  #addDeclaration(fn: FunctionScope, view: FunctionView, standing: Standing): void {
    const runtime = brandOf(view);
    const name = view.selfName;
    const { build } = this.#dialect;
    if (name === null) {
      if (standing.name === null) return;
      const given = this.#give(fn.node, "_default");
      const args = () => [build.string("default"), build.identifier(given)];
      this.#statements.set(fn.node, () => this.#statement(`${runtime}As`, args()));
      return;
    }
    const brand = () => this.#statement(runtime, [build.identifier(name)]);
    if (standing.firstStatement === null) {
      this.#statements.set(fn.node, brand);
    } else {
      this.#declarations.set(fn.node, runtime);
      this.#starts.add(standing.firstStatement, fn.node, brand);
    }
  }

  #addExpression(view: FunctionView, standing: Standing): void {
    this.#expressions.set(view.node, standing);
    if (view.isGenerator && view.selfName === null)
      this.#give(view.node, `_${view.name.replace(/\W/gu, "") || "generator"}`);
  }

  #addMember(view: FunctionView, { home }: Standing): void {
    if (home === null) return;
    const isShadowed = typeof home.key !== "string" && this.#scopes.event(home.key.object)?.binding !== null;
    if (isShadowed) return;
    const members = this.#members.get(home.owner);
    if (members === undefined) this.#members.set(home.owner, [{ view, home }]);
    else members.push({ view, home });
  }

  #give(node: HostNode, base: string): string {
    const name = this.#names.unique(base);
    this.#given.set(node, name);
    return name;
  }

  /** The nodes that something is added to. */
  get touched(): Iterable<HostNode> {
    return this.#members.keys();
  }

  // -- while lowering ----------------------------------------------------------------------------------

  /** Is the declaration, at the top of the file, to be branded by who describes it? Asked once. */
  takeDescribed(declaration: HostNode): boolean {
    return this.#statements.delete(declaration);
  }

  /** The name that a function without one is rebuilt with. */
  givenName(node: HostNode): string | null {
    return this.#given.get(node) ?? null;
  }

  /** A function expression's replacement, branded. `info`: the variable that holds its description. */
  lowered(view: FunctionView, node: HostNode, info: string): HostNode {
    this.#infos.set(view.node, info);
    const standing = this.#expressions.get(view.node);
    if (standing === undefined) return node;
    const { build } = this.#dialect;
    const runtime = build.runtime(brandOf(view) + (needsName(view, standing) ? "As" : ""));
    return build.call(runtime, needsName(view, standing) ? [build.string(standing.name ?? ""), node] : [node]);
  }

  /** The ABI function that brands a declaration whose list is taken apart; asked once, by who emits the call. */
  take(declaration: HostNode): string | null {
    const runtime = this.#declarations.get(declaration);
    if (runtime === undefined) return null;
    this.#starts.take(declaration);
    return runtime;
  }

  // -- while writing -----------------------------------------------------------------------------------

  /** Statements at the top of the file. */
  get preamble(): readonly HostNode[] {
    return [...this.#statements.values()].map((make) => make());
  }

  /** What stands for a node in the output: `answer`, or the node itself, with the brands that belong to it. */
  around(node: HostNode, answer: Exchanged, exchange: (node: HostNode) => Exchanged): Exchanged {
    const members = this.#members.get(node);
    if (members === undefined || answer !== undefined) return answer;
    this.#members.delete(node);
    const owner = this.#dialect.replace(node, (each) => (each === node ? undefined : exchange(each)));
    return this.#owner(owner, members);
  }

  #owner(owner: HostNode, members: readonly Member[]): HostNode {
    const { build } = this.#dialect;
    const [first] = members;
    if (first === undefined || first.home.place === "object") return this.#branded(owner, members);
    const values: HostNode[] = [];
    for (const place of ["prototype", "static"] as const) {
      const here = members.filter(({ home }) => home.place === place);
      if (here.length === 0) continue;
      const object = place === "static" ? build.this() : build.member(build.this(), "prototype");
      values.push(this.#branded(object, here));
    }
    const [value] = values;
    const all = value !== undefined && values.length === 1 ? value : build.sequence(values);
    return build.withStaticField(owner, this.#names.unique("brand"), all);
  }

  /** `object` with its methods branded, as an expression. */
  #branded(object: HostNode, members: readonly Member[]): HostNode {
    const { build } = this.#dialect;
    const plain = members.filter(({ view }) => !view.isGenerator);
    const generators = members.filter(({ view }) => view.isGenerator);
    const inner =
      plain.length === 0
        ? object
        : build.call(build.runtime("brandAsyncMethods"), [object, ...plain.map(({ home }) => this.#key(home.key))]);
    if (generators.length === 0) return inner;
    const pairs = generators.flatMap(({ view, home }) => [
      this.#key(home.key),
      this.#identifier(this.#infos.get(view.node) ?? "undefined"),
    ]);
    return build.call(build.runtime("brandAsyncGeneratorMethods"), [inner, ...pairs]);
  }

  #key(key: Member["home"]["key"]): HostNode {
    const { build } = this.#dialect;
    return typeof key === "string" ? build.string(key) : build.member(build.identifier("Symbol"), key.symbol);
  }

  #identifier(name: string): HostNode {
    return this.#dialect.build.identifier(name);
  }

  #statement(runtime: string, args: readonly HostNode[]): HostNode {
    const { build } = this.#dialect;
    return build.expressionStatement(build.call(build.runtime(runtime), args));
  }
}

/** The ABI function that brands a function by itself. */
function brandOf(view: FunctionView): string {
  return view.isGenerator ? "brandAsyncGenerator" : "brandAsync";
}

/** As an argument it no longer takes its name from what it is assigned to. */
function needsName(view: FunctionView, standing: Standing): boolean {
  return (view.selfName === null && (standing.name !== "" || view.isGenerator)) || view.kind === "declaration";
}
