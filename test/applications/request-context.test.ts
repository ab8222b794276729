/**
 * `AsyncLocalStorage` around compiled code: 1,000 requests at the same time, each of which looks behind every kind of
 * await whose request it is. None sees another's, and each sees what it sees natively.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { build, observe, type Variant } from "./variants.js";

const requests = 1000;
const entries = ["run", "enterWith before an await", "enterWith after an await", "enterWith in a call"];
// While no store is in use nothing is captured: which way the first store is entered matters in a fresh process only.
const visits = [...entries.map((entry) => ["before", entry]), ["after", ...entries]] as const;

interface Story {
  readonly entry: string;
  readonly answers: number;
  /** How many saw the store of another request. */
  readonly foreign: number;
  /** How many different things requests saw. */
  readonly stories: number;
  readonly story: readonly (readonly [place: string, seen: string | null])[];
}

function visit(variant: Variant, loading: string, ...which: readonly string[]): readonly Story[] {
  const { seen, stderr } = observe(variant, "request-context", loading, String(requests), ...which);
  expect(stderr).toBe("");
  return seen.flat() as Story[];
}

test.each(visits)(
  "the runtime loaded %s a store is entered: %s",
  (loading, ...which) => {
    const native = visit("native", loading, ...which);
    for (const { entry, answers, foreign, stories, story } of native) {
      expect({ entry, answers, foreign, stories }).toEqual({ entry, answers: requests, foreign: 0, stories: 1 });
      expect(story.length).toBeGreaterThan(50);
    }
    expect(visit("7", loading, ...which)).toEqual(native);
  },
  120_000,
);

test("Babel 8 makes the same text of it, so that what was seen holds for it as well", () => {
  const [first, second] = (["7", "8"] as const).map((variant) => {
    const folder = build(variant, "request-context");
    return ["context.js", "handler.js", "entries.js"].map((file) => readFileSync(path.join(folder, file), "utf8"));
  });
  expect(second).toEqual(first);
  expect(first?.join("")).toContain("tsyncio/abi");
});
