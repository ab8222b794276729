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
  readonly kind: "blocks" | "statements";
  readonly depth: number;
  /** Megabytes. */
  readonly stack: number;
}

const outcome = (task: Task): string => runChild<string[]>("nesting-child.mjs", JSON.stringify([task]))[0]!;

describe.each([
  // Four is what Node gives a thread that asks for nothing.
  ["babel 7", 4],
  ["babel 8", 4],
  ["typescript", 8],
] as const)("%s", (compiler, stack) => {
  test("2,000 nested blocks, conditions, loops and try statements", () => {
    expect(outcome({ compiler, kind: "statements", depth: 2000, stack })).toBe("compiled");
  }, 120_000);

  test("no stack is too small for what compiles without this project", () => {
    let [limit, tooDeep] = [200, 2000];
    while (tooDeep / limit > 1.2) {
      const depth = Math.round(Math.sqrt(limit * tooDeep));
      const alone = outcome({ compiler: `${compiler} alone`, kind: "blocks", depth, stack: 1 });
      if (alone === "compiled") limit = depth;
      else {
        expect(alone).toContain("Maximum call stack size exceeded");
        tooDeep = depth;
      }
    }
    expect(limit).toBeGreaterThan(200);
    expect(outcome({ compiler, kind: "blocks", depth: limit, stack: 1 })).toBe("compiled");
  }, 240_000);
});
