import ts from "typescript";
import { compileSource } from "../../../transformer/typescript/compile.js";

function compiled(text: string): string {
  return compileSource(ts, text, { fileName: "comments.ts" }).code;
}

test("every comment of a function that is taken apart is printed once", () => {
  const words = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
  ];
  const code = compiled(`
    /** one */
    export async function f(a: number) {
      // two
      g(1) // three
      // four
      g(await g(2)) // five
      /* six */
      const b = g(1), c = await g(2) // seven
      // eight
      for (const d of await g(1)) { // nine
        // ten
        g(d)
        // eleven
      } // twelve
      // thirteen
      try {
        // fourteen
        await g(1)
        // fifteen
      } catch (e) { // sixteen
        // seventeen
        throw e
      } finally {
        // eighteen
        await g(b + c) // nineteen
      }
      // twenty
    }`);
  const counts = words.map((word) => [word, code.match(new RegExp(`(//|\\*) ${word}\\b`, "g"))?.length ?? 0]);
  expect(counts).toEqual(words.map((word) => [word, 1]));
});

test("a comment stays with its statement, without semicolons too", () => {
  const code = compiled("async function f() {\n  // before\n  g(await h) // behind\n  // next\n  await i // last\n}\n");
  expect(code).toContain("// before\n");
  expect(code).toMatch(/_value\(\$v\); \/\/ behind\n/);
  expect(code).toMatch(/\/\/ next\n\s+if \(\(\$v = \$\.await\(2, i\)\) === _suspended\)\s+return \$v; \/\/ last/);
});

test("what opens a file stays at its top", () => {
  const functionText = "\nasync function f() { await g; }\n";
  const top = (opening: string): string | undefined => compiled(opening + functionText).split("\n")[0];
  expect(top('// opening\nimport { g } from "g";')).toBe("// opening");
  expect(top('/* licence */\n\nimport { g } from "g";')).toBe("/* licence */");
  expect(top('#!/usr/bin/env node\nimport { g } from "g";')).toBe("#!/usr/bin/env node");
  expect(top('"use client";\nimport { g } from "g";')).toBe('"use client";');
  // A comment above a function is the function's.
  expect(compiled(`/** of f */${functionText}`)).toContain("/** of f */\nfunction f()");
});

test("a file without async functions is printed as TypeScript prints it", () => {
  const text = '// a\nimport { g } from "g"; // b\n\n/* c */ const x = { g } // d\nexport {};\n';
  const plain = ts.transpileModule(text, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  expect(compiled(text).replace(/\/\/# source.*/, "")).toBe(plain.outputText);
});
