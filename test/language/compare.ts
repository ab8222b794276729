/**
 * Runs one fixture natively and compiled, and says in words where they differ.
 */
import { type FixtureModule, type Outcome, type Program, story, storyWithRounds } from "./fixture.js";
import { coroutines, exactTasks, Loader, native, relaxedTasks, type Variant } from "./load.js";
import { runProgram } from "./run.js";

/** A fixture's place: file, clause, story. */
export interface FixtureName {
  readonly file: string;
  readonly clause: string;
  readonly story: string;
}

/** Which variants of a fixture must agree with the engine. */
export function variantsOf(module: FixtureModule, name: string): Variant[] {
  const isOrdered = typeof module.ordered === "string" || module.ordered?.[name] !== undefined;
  if (isOrdered) return [exactTasks];
  return module.eager?.[name] !== undefined ? [exactTasks, relaxedTasks] : [exactTasks, relaxedTasks, coroutines];
}

/** Every fixture of a module. */
export function fixturesOf(file: string, module: FixtureModule): FixtureName[] {
  return Object.entries(module.cases).flatMap(([clause, programs]) =>
    Object.keys(programs).map((name) => ({ file, clause, story: name })),
  );
}

export class Comparison {
  readonly #loaders = new Map<Variant, Loader>();
  readonly #oracle: Map<string, Promise<Outcome>>;
  /** Must every line be written in the same round of the microtask queue? */
  compareRounds = true;

  /** @param oracle what the engine did, kept by who makes several comparisons */
  constructor(oracle = new Map<string, Promise<Outcome>>()) {
    this.#oracle = oracle;
  }

  module(file: string, variant: Variant = native): FixtureModule {
    let loader = this.#loaders.get(variant);
    if (loader === undefined) this.#loaders.set(variant, (loader = new Loader(variant)));
    return loader.load(file);
  }

  /** What the engine does. A fixture must return, or it has a mistake in it. */
  native(fixture: FixtureName): Promise<Outcome> {
    const key = `${fixture.file}\0${fixture.story}`;
    let outcome = this.#oracle.get(key);
    if (outcome === undefined) this.#oracle.set(key, (outcome = runProgram(this.#program(fixture, native), false)));
    return outcome;
  }

  compiled(fixture: FixtureName, variant: Variant): Promise<Outcome> {
    return runProgram(this.#program(fixture, variant), true);
  }

  /** `null` when the variant agrees with the engine, else both stories. */
  async difference(
    fixture: FixtureName,
    variant: Variant,
  ): Promise<{ readonly expected: string; readonly actual: string } | null> {
    const { expected, untimed } = this.module(fixture.file);
    const wanted = expected?.[fixture.story];
    const actual = await this.compiled(fixture, variant);
    if (wanted !== undefined) return differing(trimmed(wanted), trimmed(story(actual)));
    const isTimed = untimed?.[fixture.story] === undefined && untimed?.[fixture.clause] === undefined;
    const show = this.compareRounds && isTimed && variant === exactTasks ? storyWithRounds : story;
    return differing(show(await this.native(fixture)), show(actual));
  }

  #program(fixture: FixtureName, variant: Variant): Program {
    const program = this.module(fixture.file, variant).cases[fixture.clause]?.[fixture.story];
    if (program === undefined) throw new Error(`There is no fixture "${fixture.story}" in ${fixture.file}.`);
    return program;
  }
}

function differing(expected: string, actual: string): { readonly expected: string; readonly actual: string } | null {
  return expected === actual ? null : { expected, actual };
}

function trimmed(text: string): string {
  return text.trim().replaceAll(/^\s+/gm, "");
}
