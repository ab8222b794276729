/** Every comment of the source is in the output, once. */
import { flat, transform } from "./transform.js";

const source = `// licence

// the import
import { a } from "./a.js";

/** what f does */
export async function f(x) {
  // before the first
  const y = await a(x); // behind the first
  for (const z of y) {
    // in the loop
    await z; // behind the await
    // end of the loop
  }
  if (y /* the test */) await null;
  // before the return
  return y; // behind the return
  // end of the function
}
// end of the file
`;

test("every comment once", () => {
  const { code } = transform(source);
  const comments = source.match(/\/\/.*|\/\*.*?\*\//g) ?? [];
  expect(comments).toHaveLength(13);
  for (const comment of comments)
    expect([comment, code.split(comment)]).toEqual([comment, [expect.anything(), expect.anything()]]);
});

test("a header stays on top", () => {
  expect(flat(transform(source).code)).toMatch(
    /^\/\/ licence\nimport \{.*\nvar _f = .*, f, f\$step\);\n\/\/ the import\nimport \{ a \}/,
  );
  expect(transform("// about the file\nimport 'x';\nasync function f() { await 1; }").code).toMatch(
    /^\/\/ about the file\nimport \{/,
  );
});

test("comments that speak to tools stay with what they speak of", () => {
  const { code } = transform(
    'async function f() { const m = await import(/* webpackChunkName: "m" */ "./m.js"); return /* #__PURE__ */ m.g(await 1); }',
  );
  expect(code).toContain('import(/* webpackChunkName: "m" */"./m.js")');
});

test("one comment per state when asked", () => {
  const { code } = transform("async function f() {\n  await g();\n  await h();\n}", { annotate: true });
  expect(code).toMatch(/\/\/ start\s+case 0:/);
  expect(code).toMatch(/\/\/ line 2: after await g\(\)\s+case 1:/);
});
