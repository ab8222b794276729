/**
 * What an identifier of the source becomes in the output: itself, a new name, a property of an environment, or
 * a checked access where the engine's own check (uninitialised, constant) was lost by moving the binding.
 */
import type { Builder, Dialect, HostNode } from "./dialect.js";
import type { Environment } from "./environments.js";
import { invariant } from "./errors.js";
import type { Block, Temp } from "./ir.js";
import type { FileNames } from "./names.js";
import type { Placements } from "./placement.js";
import type { Binding, FileScopes, FunctionScope, NameEvent, Scope } from "./scope.js";

export class EmitNames {
  readonly #build: Builder;
  readonly #scopes: FileScopes;
  readonly #fn: FunctionScope;
  readonly #names: FileNames;
  readonly #placements: Placements;
  readonly #environments: ReadonlyMap<Scope, Environment>;
  readonly #bindingNames = new Map<Binding, string>();
  /** The numbers of temps' names (sharing.ts). */
  readonly #numbers: ReadonlyMap<Temp, number>;
  /** The state being written, for aliases. */
  root: Block | null = null;

  constructor(
    dialect: Dialect,
    scopes: FileScopes,
    fn: FunctionScope,
    names: FileNames,
    placements: Placements,
    environments: ReadonlyMap<Scope, Environment>,
    copied: ReadonlySet<Binding>,
    numbers: ReadonlyMap<Temp, number>,
  ) {
    this.#build = dialect.build;
    this.#scopes = scopes;
    this.#fn = fn;
    this.#names = names;
    this.#placements = placements;
    this.#environments = environments;
    this.#numbers = numbers;
    for (const binding of placements.bindings) {
      if (placements.of(binding) === "environment") continue;
      const mustRename = copied.has(binding) && placements.of(binding) !== "inPlace";
      if (mustRename || placements.collides(binding)) this.#bindingNames.set(binding, names.unique(binding.name));
    }
  }

  bindingName(binding: Binding): string {
    return this.#bindingNames.get(binding) ?? binding.name;
  }

  tempName(temp: Temp): string {
    return this.#names.pooled(`_${temp.hint}`, this.#numbers.get(temp) ?? 0);
  }

  /** The place of a binding of this function, without checks. */
  place(binding: Binding): HostNode {
    const environment =
      this.#placements.of(binding) === "environment" ? this.#environments.get(binding.scope) : undefined;
    if (environment === undefined) return this.#build.identifier(this.bindingName(binding));
    return this.#build.member(this.environmentReference(environment), binding.name);
  }

  /** Is the binding written under another name than its own? */
  isRenamed(binding: Binding): boolean {
    return this.#placements.of(binding) === "environment" || this.#bindingNames.has(binding);
  }

  environmentReference(environment: Environment): HostNode {
    const useAlias = this.root !== null && environment.aliasedIn.has(this.root);
    return this.#build.identifier(useAlias ? environment.alias : environment.variable);
  }

  /** What to write for an identifier, if not itself. */
  exchange(identifier: HostNode): HostNode | undefined {
    const event = this.#scopes.event(identifier);
    const binding = event?.binding;
    if (event === undefined || binding === undefined || binding === null || binding.function !== this.#fn)
      return undefined;
    const placement = this.#placements.of(binding);
    if (placement === undefined) return undefined;
    if (placement !== "inPlace") {
      const checked = this.#checked(event, binding);
      if (checked !== undefined) return checked;
    }
    if (placement === "environment" || this.#bindingNames.has(binding))
      return this.#build.mapped(this.place(binding), identifier);
    return undefined;
  }

  #checked(event: NameEvent, binding: Binding): HostNode | undefined {
    const build = this.#build;
    const isConstant = binding.kind === "const" || binding.kind === "using";
    const mayBeEarly = this.#placements.unchecked.has(event);
    const initialized = (): HostNode =>
      build.call(build.runtime("initialized"), [this.place(binding), build.string(binding.name)]);
    if (event.mode === "read") return mayBeEarly ? build.mapped(initialized(), event.identifier) : undefined;
    if (event.mode === "declare") return undefined;
    const constant = (): HostNode =>
      build.member(build.call(build.runtime("readonly"), [build.string(binding.name), this.place(binding)]), "value");
    if (!mayBeEarly) return isConstant ? constant() : undefined;
    // The value is evaluated before the binding is looked at, so the check has to wait for the assignment.
    const parameter = this.#names.sent;
    const target = isConstant ? constant() : this.place(binding);
    const getter = [build.return(initialized())];
    const setter = [
      build.expressionStatement(initialized()),
      build.expressionStatement(build.assign(target, "=", build.identifier(parameter))),
    ];
    return build.member(build.accessorObject("value", getter, parameter, setter), "value");
  }

  /** Bindings of a scope that start uninitialised because something may look at them too early. */
  startsUninitialized(binding: Binding): boolean {
    return binding.names.some((event) => this.#placements.unchecked.has(event));
  }

  environmentOf(scope: Scope): Environment | undefined {
    return this.#environments.get(scope);
  }

  environmentAt(root: Block): Environment[] {
    return [...this.#environments.values()].filter((each) => each.aliasedIn.has(root) && !each.madeIn.has(root));
  }

  /** The frame variables that hold environments. */
  environmentVariables(): string[] {
    return [...this.#environments.values()].map(({ variable }) => variable);
  }

  /** Frame and step variables, in source order: bindings, environments, temps. */
  variables(where: "frame" | "step"): string[] {
    const names: string[] = [];
    for (const binding of this.#placements.bindings)
      if (this.#placements.of(binding) === where) names.push(this.bindingName(binding));
    if (where === "frame") names.push(...this.environmentVariables());
    invariant(new Set(names).size === names.length, "frame names are distinct");
    const temps = this.#placements.temps.filter((temp) => !this.#placements.sent.has(temp));
    const shared = new Set(names);
    for (const temp of temps) if (this.#placements.of(temp) === where) shared.add(this.tempName(temp));
    return [...shared];
  }
}
