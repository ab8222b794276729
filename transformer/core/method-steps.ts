/**
 * The static steps of methods. They stand in the class, where its private names mean something, in a field of its own:
 *
 *     class Queue {
 *       static #steps = _directMethods(this.prototype, {
 *         get: ($, $v) => {
 *           let $this = $.v0;
 *           …
 *         }
 *       }, _get);
 *       get() { return _task(_get, _get.step, void 0, this); }
 *     }
 *
 * Only in classes that are declared at the top of a file: those are evaluated once, so that a description has one step.
 */
import type { Dialect, HostNode } from "./dialect.js";
import type { Exchanged } from "./list-starts.js";
import type { FileNames } from "./names.js";
import type { StaticPlace } from "./static-step.js";

/** A method's step, and what the runtime is told with it. */
export interface MethodStep {
  readonly place: StaticPlace & { readonly kind: "class" };
  /** The step, as an arrow. */
  readonly step: HostNode;
  /** Was everything in it exchanged already? */
  readonly isDone: boolean;
  /** The variable that holds the method's description. */
  readonly info: string;
  /** How many of its variables have no field. */
  readonly spares: number;
}

export class MethodSteps {
  readonly #dialect: Dialect;
  readonly #names: FileNames;
  readonly #byOwner = new Map<HostNode, MethodStep[]>();

  constructor(dialect: Dialect, names: FileNames) {
    this.#dialect = dialect;
    this.#names = names;
  }

  add(step: MethodStep): void {
    const steps = this.#byOwner.get(step.place.owner);
    if (steps === undefined) this.#byOwner.set(step.place.owner, [step]);
    else steps.push(step);
  }

  /** The classes that something is added to. */
  get touched(): Iterable<HostNode> {
    return this.#byOwner.keys();
  }

  /** What stands for a node in the output: `answer`, or the node itself, with the steps of its methods. */
  around(node: HostNode, answer: Exchanged, exchange: (node: HostNode) => Exchanged): Exchanged {
    const steps = this.#byOwner.get(node);
    if (steps === undefined || Array.isArray(answer)) return answer;
    this.#byOwner.delete(node);
    const { build } = this.#dialect;
    const values = (["prototype", "static"] as const).flatMap((place) => {
      const here = steps.filter((step) => step.place.place === place);
      return here.length === 0 ? [] : [this.#registration(place, here, exchange)];
    });
    const [first] = values;
    const value = values.length === 1 && first !== undefined ? first : build.sequence(values);
    const owner = answer ?? this.#dialect.replace(node, (each) => (each === node ? undefined : exchange(each)));
    return build.withStaticField(owner as HostNode, this.#names.unique("steps"), value);
  }

  #registration(
    place: "prototype" | "static",
    steps: readonly MethodStep[],
    exchange: (node: HostNode) => Exchanged,
  ): HostNode {
    const { build } = this.#dialect;
    const home = place === "static" ? build.this() : build.member(build.this(), "prototype");
    const properties = steps.map(({ place: { key }, step, isDone }) => ({
      key,
      value: isDone ? step : this.#dialect.replace(step, exchange),
    }));
    const described = steps.flatMap(({ info, spares }) =>
      spares === 0 ? [build.identifier(info)] : [build.identifier(info), build.number(spares)],
    );
    return build.call(build.runtime("directMethods"), [home, build.object(properties), ...described]);
  }
}
