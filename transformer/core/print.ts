/**
 * Prints the IR. Both front ends must print the same text for the same program, so host code is printed from
 * the source text, with what stands in its holes spliced in.
 *
 *     coroutine main()                                    samples/breakfast.ts:21
 *       frame toast
 *     b0: start
 *       const coffee = makeCoffee()
 *       await coffee -> b1                                24:3
 */
import type { Dialect, FunctionView, HostNode } from "./dialect.js";
import type { EmitNames } from "./emit-names.js";
import type { Block, Expr, Leap, Machine, Op, Terminator } from "./ir.js";
import type { Layout } from "./layout.js";
import type { Placements } from "./placement.js";
import type { FileScopes } from "./scope.js";

export function printLeaf(dialect: Dialect, view: FunctionView): string {
  return `${heading(dialect, view)}\n  no suspension: the body is the step\n`;
}

export function printMachine(
  dialect: Dialect,
  view: FunctionView,
  machine: Machine,
  order: Layout,
  placements: Placements,
  scopes: FileScopes,
  names: EmitNames,
): string {
  const printer = new Printer(dialect, names, machine, order);
  const lines = [heading(dialect, view)];
  for (const where of ["frame", "step"] as const) {
    const variables = names.variables(where);
    if (variables.length > 0) lines.push(`  ${where} ${variables.join(", ")}`);
  }
  const int32s = placements.bindings.filter((binding) => scopes.isInt32(binding)).map((binding) => binding.name);
  if (int32s.length > 0) lines.push(`  int32 ${int32s.join(", ")}`);
  const inScope = placements.bindings
    .filter((binding) => placements.of(binding) === "environment")
    .map((binding) => binding.name);
  if (inScope.length > 0) lines.push(`  environment ${inScope.join(", ")}`);
  for (const root of order.roots) lines.push(...printer.block(root, 0));
  return `${lines.join("\n")}\n`;
}

function heading(dialect: Dialect, view: FunctionView): string {
  const range = dialect.range(view.node);
  const place = range === undefined ? "" : `:${String(dialect.position(range.start).line)}`;
  return `${view.isGenerator ? "generator" : "coroutine"} ${view.name === "" ? "(anonymous)" : view.name}    ${dialect.fileName}${place}`;
}

class Printer {
  readonly #dialect: Dialect;
  readonly #names: EmitNames;
  readonly #order: Layout;
  readonly #numbers = new Map<Block, string>();

  constructor(dialect: Dialect, names: EmitNames, machine: Machine, order: Layout) {
    this.#dialect = dialect;
    this.#names = names;
    this.#order = order;
    for (const block of machine.blocks) if (block.state >= 0) this.#numbers.set(block, `b${String(block.state)}`);
  }

  #name(block: Block | null): string {
    return block === null ? "outside" : (this.#numbers.get(block) ?? "?");
  }

  block(block: Block, depth: number): string[] {
    const indent = "  ".repeat(depth + 1);
    const head = depth === 0 ? [`  ${this.#name(block)}:${block.note === "" ? "" : ` ${block.note}`}`] : [];
    const ops = block.ops.flatMap((op) => this.#op(op)).map((line) => `${indent}  ${line}`);
    return [...head, ...ops, ...this.#terminator(block.terminator, depth)];
  }

  #op(op: Op): string[] {
    switch (op.kind) {
      case "host": {
        const leaps = [...op.leaps].map(([node, leap]) => `  where ${this.#source(node)} = ${this.#leap(leap)}`);
        const text = this.#source(op.node);
        return text === "" ? leaps : [text, ...leaps];
      }
      case "effect":
        return [this.#expr(op.value)];
      case "temp":
        return [`${this.#names.tempName(op.temp)} := ${this.#expr(op.value)}`];
      case "declare":
        return [
          `${op.declaration} ${this.#source(op.pattern)}${op.value === null ? "" : ` = ${this.#expr(op.value)}`}`,
        ];
      case "named":
        return [this.#spliced(op.node, op.holes)];
      case "handler":
        return [`handler ${this.#name(op.block)}`];
      case "scope": {
        const names = [...op.scope.bindings.values()]
          .filter((binding) => binding.captured)
          .map((binding) => binding.name);
        return names.length === 0 ? [] : [`scope ${op.action} { ${names.join(", ")} }`];
      }
    }
  }

  #leap(leap: Leap): string {
    const ops = leap.ops.flatMap((op) => this.#op(op));
    const end =
      leap.terminator.kind === "goto"
        ? `goto ${this.#name(leap.terminator.target)}`
        : `return ${leap.terminator.value === null ? "" : this.#expr(leap.terminator.value)}`;
    return [...ops, end].join("; ");
  }

  #terminator(terminator: Terminator | null, depth: number): string[] {
    const indent = "  ".repeat(depth + 2);
    switch (terminator?.kind) {
      case undefined:
        return [];
      case "goto":
        return [`${indent}goto ${this.#name(terminator.target)}`];
      case "branch":
        return [
          `${indent}if ${this.#expr(terminator.test)}`,
          ...this.#arm(terminator.then, depth),
          `${indent}else`,
          ...this.#arm(terminator.else, depth),
        ];
      case "suspend": {
        const back = terminator.returnTo === null ? "" : ` | return -> ${this.#name(terminator.returnTo)}`;
        return [
          `${indent}${terminator.how} ${this.#expr(terminator.value)} -> ${this.#name(terminator.resume)}${back}${this.#place(terminator.origin)}`,
        ];
      }
      case "return":
        return [`${indent}return${terminator.value === null ? "" : ` ${this.#expr(terminator.value)}`}`];
      case "throw":
        return [`${indent}throw ${this.#expr(terminator.value)}`];
      case "dispatch":
        return [
          `${indent}goto ${this.#names.tempName(terminator.completion)} of ${terminator.targets.map((each) => this.#name(each)).join(" | ")}`,
        ];
    }
  }

  #arm(block: Block, depth: number): string[] {
    if (this.#order.isArm(block)) return this.block(block, depth + 1);
    return [`${"  ".repeat(depth + 3)}goto ${this.#name(block)}`];
  }

  #place(origin: HostNode | null): string {
    const range = origin === null ? undefined : this.#dialect.range(origin);
    if (range === undefined) return "";
    const { line, column } = this.#dialect.position(range.start);
    return `    ; ${String(line)}:${String(column)}`;
  }

  #expr(expr: Expr): string {
    switch (expr.kind) {
      case "host":
        return this.#spliced(expr.node, expr.holes);
      case "temp":
        return this.#names.tempName(expr);
      case "binding":
        return expr.binding.name;
      case "activation":
      case "sent":
      case "this":
      case "undefined":
        return expr.kind;
      case "literal":
        return JSON.stringify(expr.value);
      case "state":
        return this.#name(expr.block);
      case "runtime":
        return `${expr.name}(${this.#list(expr.args)})`;
      case "method":
        return `${expr.object === null ? "$" : this.#expr(expr.object)}.${expr.name}(${this.#list(expr.args)})`;
      case "field":
        return `${this.#expr(expr.object)}.${expr.name}`;
      case "index":
        return `${this.#expr(expr.object)}[${this.#expr(expr.property)}]`;
      case "member": {
        const object = expr.object === null ? "super" : this.#expr(expr.object);
        return expr.property === null
          ? `${object}.${this.#memberName(expr.original)}`
          : `${object}[${this.#expr(expr.property)}]`;
      }
      case "call":
        return `${this.#expr(expr.callee)}(${this.#list(expr.args)})`;
      case "array":
        return `[${this.#list(expr.elements)}]`;
      case "named":
        return this.#expr(expr.value);
      case "spread":
        return `...${this.#expr(expr.value)}`;
      case "objectSpread":
        return `{ ...${this.#expr(expr.value)} }`;
      case "binary":
        if (expr.right.kind === "state" && expr.right.block.state < 0) return "false";
        return `${this.#expr(expr.left)} ${expr.operator} ${this.#expr(expr.right)}`;
      case "not":
        return `!${this.#expr(expr.value)}`;
      case "delete":
        return `delete ${this.#expr(expr.target)}`;
      case "assign":
        return `${this.#expr(expr.target)} ${expr.operator}${expr.operator.endsWith("=") ? "" : "="} ${this.#expr(expr.value)}`;
    }
  }

  #list(exprs: readonly Expr[]): string {
    return exprs.map((each) => this.#expr(each)).join(", ");
  }

  /** The last name of a dotted access. */
  #memberName(node: HostNode): string {
    return /#?[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u.exec(this.#source(node))?.[0] ?? "?";
  }

  #source(node: HostNode): string {
    const range = this.#dialect.range(node);
    return range === undefined ? "" : flat(this.#dialect.sourceText.slice(range.start, range.end));
  }

  /** Source text with the text of the holes in place. */
  #spliced(node: HostNode, holes: ReadonlyMap<HostNode, Expr>): string {
    const range = this.#dialect.range(node);
    if (range === undefined) return "<synthesised>";
    const parts = [...holes]
      .map(([hole, expr]) => ({ range: this.#dialect.range(hole), expr }))
      .filter((part) => part.range !== undefined && part.range.start >= range.start && part.range.end <= range.end)
      .sort((a, b) => (a.range?.start ?? 0) - (b.range?.start ?? 0));
    let text = "";
    let at = range.start;
    for (const part of parts) {
      if (part.range === undefined) continue;
      text += `${this.#dialect.sourceText.slice(at, part.range.start)}${this.#expr(part.expr)}`;
      at = part.range.end;
    }
    return flat(text + this.#dialect.sourceText.slice(at, range.end));
  }
}

function flat(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
