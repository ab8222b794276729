/**
 * Deep nesting. Parsers and printers call themselves for each level, so every compiler has its limit, which grows with
 * the stack: in the main thread of Node (about 1 MB) Babel alone prints 800 nested blocks and TypeScript alone 500.
 * Two things are promised: where Babel and TypeScript themselves manage 2,000 nested blocks, this project does, and
 * whatever the stack, it manages the blocks that they manage.
 *
 * Each program is compiled in a thread of its own, whose stack has a known size.
 */
import { runChild } from "./child.js";

interface Task {
  readonly compiler: string;
  readonly kind: "blocks" | "if statements" | "loops" | "try statements";
  readonly depth: number;
  /** Megabytes. */
  readonly stack: number;
}

const outcomes = (...tasks: readonly Task[]): string[] =>
  runChild<string[]>("nesting-child.mjs", JSON.stringify(tasks));

describe.each([
  // Four is what Node gives a thread that asks for nothing.
  ["babel 7", 4],
  ["babel 8", 4],
  ["typescript", 8],
] as const)("%s", (compiler, stack) => {
  test("2,000 nested statements of every kind", () => {
    const kinds = ["blocks", "if statements", "loops", "try statements"] as const;
    const tasks = kinds.map((kind) => ({ compiler, kind, depth: 2000, stack }));
    expect(outcomes(...tasks)).toEqual(kinds.map(() => "compiled"));
  }, 60_000);

  test("no stack is too small for what compiles without this project", () => {
    const small = (name: string, depth: number): string =>
      outcomes({ compiler: name, kind: "blocks", depth, stack: 1 })[0]!;
    let [limit, tooDeep] = [100, 4000];
    while (tooDeep / limit > 1.1) {
      const depth = Math.round(Math.sqrt(limit * tooDeep));
      const outcome = small(`${compiler} alone`, depth);
      if (outcome === "compiled") limit = depth;
      else {
        expect(outcome).toContain("Maximum call stack size exceeded");
        tooDeep = depth;
      }
    }
    expect(limit).toBeGreaterThan(200);
    expect(small(compiler, limit)).toBe("compiled");
  }, 120_000);
});
