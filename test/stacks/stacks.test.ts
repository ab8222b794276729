/**
 * The stack of every error that a fixture or a starter program logs or ends with: compiled, and led back by the
 * source map, it names the functions and lines that the engine's names.
 *
 * What differs, and is in README.md:
 *
 * - There may be more `async` frames: V8 gives up where we still know who waits, and an error that is made in one
 *   place and awaited in another, or passed on by several, names all of them.
 * - A caller who waits by the time the stack is written is an `async` frame, where the engine has it as a caller.
 * - An error caught by the function that threw it is not touched: reading its stack would cost more than throwing it.
 *   The engine writes the name of the function's step then, if it has one, or none; and the function itself, which
 *   started the step, may be a frame of its own.
 * - Errors that the runtime makes itself (`next()` gave no object) begin at who waits.
 *
 * And single stories, with their reasons:
 */
import { execFileSync } from "node:child_process";
import { type Frame, show } from "./frames.js";

const throughHandler = "a rejection handler gets the error before somebody who waits does";
const callsOfIterators = "what a loop calls of an iterator has no place in the source";

const exceptions: Readonly<Record<string, string>> = {
  "a mixin of awaits, closures and exceptions": throughHandler,
  "a try in a finally keeps the outer completion": throughHandler,
  "Promise.allSettled and Promise.any": throughHandler,
  "an iterator that throws is not closed": callsOfIterators,
  "an error of return() is not for a try in the loop's body": callsOfIterators,
  "errors of next(), results that are no objects": "the runtime makes the error",
  "errors of the body and of disposal are kept together": "natively it is TypeScript's helper that disposes",
};

interface Story {
  readonly file: string;
  readonly story: string;
  /** For each error its frames. */
  readonly expected: readonly (readonly Frame[])[];
  readonly actual: readonly (readonly Frame[])[];
}

const builds = ["typescript", "babel"] as const;
const stories = new Map<string, readonly Story[]>();

beforeAll(() => {
  for (const build of builds) {
    const child = ["test/stacks/child.mjs", build];
    const printed = execFileSync(process.execPath, child, { encoding: "utf8", maxBuffer: 1e8 });
    stories.set(build, JSON.parse(printed) as Story[]);
  }
}, 600_000);

test.each(builds)("%s: the stack of every error names the engine's functions and lines", (build) => {
  const wrong = stories.get(build)!.filter(({ story }) => exceptions[story] === undefined);
  expect(wrong.flatMap(differences).join("\n\n")).toBe("");
  expect(wrong.length).toBeGreaterThan(40);
});

test("every exception is one, in one of the front ends", () => {
  const all = [...stories.values()].flat();
  const names = new Set(all.filter((story) => differences(story).length > 0).map(({ story }) => story));
  expect(Object.keys(exceptions).filter((name) => !names.has(name))).toEqual([]);
});

function differences({ file, story, expected, actual }: Story): string[] {
  if (expected.length !== actual.length) return [`${file}: ${story}: ${expected.length} and ${actual.length} errors`];
  return expected.flatMap((frames, index) =>
    agrees(frames, actual[index]!)
      ? []
      : [
          `${file}: ${story}\n  native   ${frames.map(show).join(" < ")}\n  compiled ${actual[index]!.map(show).join(" < ")}`,
        ],
  );
}

/** Are all the engine's frames there, in their order, and among them nothing but more that wait? */
function agrees(expected: readonly Frame[], actual: readonly Frame[]): boolean {
  let found = 0;
  for (const frame of actual) {
    const wanted = expected[found];
    if (wanted !== undefined && isSame(wanted, frame)) found++;
    else if (!frame.isAsync && frame.name !== expected[found - 1]?.name) return false;
  }
  return found === expected.length;
}

function isSame(wanted: Frame, frame: Frame): boolean {
  const hasName = frame.name === wanted.name || (!frame.isAsync && /^(?:<anonymous>)?$/.test(frame.name));
  return hasName && frame.file === wanted.file && frame.line === wanted.line;
}
