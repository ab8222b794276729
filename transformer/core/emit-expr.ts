/** Expressions of the IR as host nodes. Looks nothing up but names. */
import type { Dialect, HostNode } from "./dialect.js";
import type { EmitNames } from "./emit-names.js";
import { invariant } from "./errors.js";
import type { Expr } from "./ir.js";
import type { Exchanged } from "./list-starts.js";
import type { FileNames } from "./names.js";
import type { Placements } from "./placement.js";
import type { FileScopes } from "./scope.js";

/** Exchanges what must not stay as written anywhere in the file: lowered functions, the name `Promise`. */
export type FileExchange = (node: HostNode, exchange: (node: HostNode) => Exchanged) => Exchanged;

type Exchange = (node: HostNode) => Exchanged;

/** Adds what stands around a node in the output. */
export type Around = (node: HostNode, answer: Exchanged, exchange: Exchange) => Exchanged;

export class ExprEmitter {
  readonly dialect: Dialect;
  readonly names: EmitNames;
  readonly fileNames: FileNames;
  readonly scopes: FileScopes;
  readonly #placements: Placements;
  readonly #file: FileExchange;
  readonly #around: Around;
  /** Was the sent value, or the activation, mentioned? */
  usesSent = false;
  usesActivation = false;

  constructor(
    dialect: Dialect,
    scopes: FileScopes,
    names: EmitNames,
    fileNames: FileNames,
    placements: Placements,
    file: FileExchange,
    around: Around,
  ) {
    this.dialect = dialect;
    this.scopes = scopes;
    this.names = names;
    this.fileNames = fileNames;
    this.#placements = placements;
    this.#file = file;
    this.#around = around;
  }

  /** A host tree with this function's names, the file's exchanges, and `more`. */
  host(node: HostNode, more?: (node: HostNode) => HostNode | readonly HostNode[] | undefined): HostNode {
    const answer: Exchange = (each) => more?.(each) ?? this.names.exchange(each) ?? this.#file(each, exchange);
    const exchange: Exchange = (each) => this.#around(each, answer(each), exchange);
    return this.dialect.replace(node, exchange);
  }

  /** The activation, within something built. */
  activation(): HostNode {
    this.usesActivation = true;
    return this.dialect.build.own(this.fileNames.activation);
  }

  /** The sent value, within something built. */
  sent(): HostNode {
    this.usesSent = true;
    return this.dialect.build.own(this.fileNames.sent);
  }

  /** The sent value in the place of something of the source. */
  #placedSent(): HostNode {
    this.usesSent = true;
    return this.dialect.build.identifier(this.fileNames.sent);
  }

  emit(expr: Expr): HostNode {
    const { build } = this.dialect;
    switch (expr.kind) {
      case "host": {
        const { holes } = expr;
        if (holes.size === 0) return this.host(expr.node);
        return this.host(expr.node, (node) => {
          const hole = holes.get(node);
          return hole === undefined ? undefined : build.mapped(this.emit(hole), node);
        });
      }
      case "temp":
        return this.#placements.sent.has(expr) ? this.#placedSent() : build.identifier(this.names.tempName(expr));
      case "binding":
        return this.names.place(expr.binding);
      case "activation":
        this.usesActivation = true;
        return build.identifier(this.fileNames.activation);
      case "sent":
        return this.#placedSent();
      case "this":
        return build.this();
      case "undefined":
        return build.undefined();
      case "literal":
        return typeof expr.value === "string"
          ? build.string(expr.value)
          : typeof expr.value === "number"
            ? build.number(expr.value)
            : build.boolean(expr.value);
      case "state":
        invariant(expr.block.state >= 0, "a stored block has a number");
        return build.number(expr.block.state);
      case "runtime":
        return build.call(build.runtime(expr.name), this.#list(expr.args));
      case "method":
        return build.call(
          build.member(expr.object === null ? this.activation() : this.emit(expr.object), expr.name),
          this.#list(expr.args),
        );
      case "field":
        return build.member(this.emit(expr.object), expr.name);
      case "index":
        return build.index(this.emit(expr.object), this.emit(expr.property));
      case "member":
        return build.memberLike(
          expr.original,
          expr.object === null ? null : this.emit(expr.object),
          expr.property === null ? null : this.emit(expr.property),
        );
      case "call":
        return build.call(this.emit(expr.callee), this.#list(expr.args));
      case "array":
        return build.array(this.#list(expr.elements));
      case "named":
        return expr.name === null
          ? build.sequence([build.number(0), this.emit(expr.value)])
          : this.#withName(expr.name, this.emit(expr.value));
      case "spread":
        return build.spread(this.emit(expr.value));
      case "objectSpread":
        return build.objectSpread(this.emit(expr.value));
      case "binary":
        // Nobody stores the number of a block that is never reached.
        if (expr.right.kind === "state" && expr.right.block.state < 0) return build.boolean(false);
        return build.binary(this.emit(expr.left), expr.operator, this.emit(expr.right));
      case "not":
        return build.not(this.emit(expr.value));
      case "delete":
        return build.delete(this.emit(expr.target));
      case "assign":
        if (expr.target.kind !== "host")
          return build.assign(this.emit(expr.target), expr.operator, this.emit(expr.value));
        return build.assign(
          this.host(build.assignmentTarget(expr.target.node)),
          expr.operator,
          this.named(expr.target.node, expr.value),
        );
    }
  }

  /**
   * A value on its way into `target`. A function without a name takes that of the variable it is assigned to;
   * where the variable was renamed, an object literal gives it: `f_1 = { f: () => {} }.f`.
   */
  named(target: HostNode, value: Expr): HostNode {
    const emitted = this.emit(value);
    const binding = this.scopes.event(target)?.binding;
    if (binding === undefined || binding === null || value.kind !== "host" || !this.names.isRenamed(binding))
      return emitted;
    if (!this.dialect.isAnonymousFunction(emitted)) return emitted;
    return this.#withName(binding.name, emitted);
  }

  #withName(name: string, value: HostNode): HostNode {
    const { build } = this.dialect;
    return build.member(build.object([{ key: name, value }]), name);
  }

  #list(exprs: readonly Expr[]): HostNode[] {
    return exprs.map((each) => this.emit(each));
  }
}
