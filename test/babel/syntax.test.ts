/** Syntax that is Babel's own affair: parentheses, JSX, decorators, Flow, trees without a text. */
import { createPlugin } from "../../babel-plugin/plugin.js";
import { babel, flat, transform } from "./transform.js";

/** Every node of a tree, each time it is met. */
function nodesOf(node: any): any[] {
  if (Array.isArray(node)) return node.flatMap(nodesOf);
  if (typeof node?.type !== "string") return [];
  return [node, ...(babel.types.VISITOR_KEYS[node.type] ?? []).flatMap((key: string) => nodesOf(node[key]))];
}

const twice = `async function f(o, k) {
  o.count += await 1; o[k] ??= await 2; let x = 1; x += await 3; (x) = await (4); [x = 5, o.y] = await 6;
  return (o?.a).b(await ((7)));
}`;

test("no node stands in two places, and parentheses are no nodes", () => {
  const nodes = nodesOf(transform(twice, { babel: { ast: true } }).ast.program);
  expect(new Set(nodes).size).toBe(nodes.length);
  expect(nodes.some(({ type }) => type === "ParenthesizedExpression")).toBe(false);
});

test("parentheses that were nodes stay nodes", () => {
  const parserOpts = { createParenthesizedExpressions: true };
  const { ast, code } = transform(twice, { babel: { ast: true, parserOpts } });
  expect(nodesOf(ast.program).some(({ type }) => type === "ParenthesizedExpression")).toBe(true);
  expect(code).toContain("= (o?.a);");
});

test("a file in which nothing is compiled is the same as without the plugin", () => {
  const text = "const a = (1, 2), b = (() => {}).name; // async\n(a)();";
  expect(transform(text).code).toBe(babel.transformSync(text, { configFile: false }).code);
});

test("a tree without a text", () => {
  const ast = babel.parseSync("async function f() { while (true) { await (1); break; } }", { configFile: false });
  const { code } = babel.transformFromAstSync(ast, undefined, { configFile: false, plugins: [createPlugin()] });
  expect(code).toContain("$.await(");
});

test("what was declared with a type and is assigned to has lost the type", () => {
  const text = `export async function f() {
    for (const x of [1]) { let y: number = x, { a }: { a: number } = await g(); await y; h(() => { y++; a++; }); }
  }`;
  const { code } = transform(text, { filename: "/work/a.ts", syntax: ["typescript"] });
  expect(code).not.toContain(": number");
  expect(() => babel.parseSync(code, { configFile: false })).not.toThrow();
});

test("types of parameters and results are kept", () => {
  const text = "export async function f<T>(this: Window, x: T, y = await1()): Promise<T> { await y; return x; }";
  const { code } = transform(text, { filename: "/work/a.ts", syntax: ["typescript"] });
  expect(code).toMatch(/export function f<T>\(_p: T, \.\.\._rest\): Promise<T>|export function f<T>\(this: Window, /);
});

test("JSX: a child that was spilled is put in braces, a tag that is no name any more is bound", () => {
  const text = "const f = async () => <A.B x={await 1} {...o}>{await 2}<C y={<D/>}/>text</A.B>;";
  const { code } = transform(text, { syntax: ["jsx"] });
  expect(code).toMatch(/<\w+ x=\{_\w+\} \{\.\.\.\w+\}>|<A\.B/);
  expect(() => babel.parseSync(code, { configFile: false, parserOpts: { plugins: ["jsx"] } })).not.toThrow();
});

test("legacy decorators and decorated parameters", () => {
  const text = `class Service {
    @Get() async find(@Param("id") id, @Query() query = defaults(), ...rest) { return [await id, query, rest]; }
  }`;
  const { code } = transform(text, { syntax: ["decorators-legacy"] });
  expect(flat(code)).toContain("@Get()");
  expect(flat(code)).toMatch(
    /find\(@Param\("id"\)\s*_p,\s*@Query\(\)\s*_rest_1 = void 0, \.\.\._rest_2\) \{\s*const _rest = \[_rest_1, \.\.\._rest_2\];/,
  );
});

test("Flow", () => {
  const text = `// @flow
    import typeof T from "t"; import { type U } from "u";
    type V = { x: number };
    export async function f(x: T, y: ?U): Promise<V> { const z: V = await ((x: any): V); return { ...z, y }; }
  `;
  const { code } = transform(text, { syntax: ["flow"] });
  expect(code).toContain("$.await(1, ((x: any): V))");
  expect(code).not.toMatch(/T = _|= _T/);
});

test("await using is parsed without being told to", () => {
  expect(transform("async function f() { await using a = b(); }").code).toContain(".useAsync(");
});

test("private methods, class fields and static blocks with Babel's plugins", async () => {
  const text = `
    const log = [];
    class A { #n = 1; static made = []; static { A.made.push("static"); }
      async #add(x) { this.#n += await x; return this.#n; }
      add = async (x) => this.#add(await x);
      static async run() { return [await new A().add(2), ...A.made]; } }
    return A.run();`;
  const plugins = ["properties", "static-block"].map((name) => `@babel/plugin-transform-class-${name}`);
  const settings = { plugins: [...plugins, "@babel/plugin-transform-private-methods"], cwd: process.cwd() };
  const parserOpts = { allowReturnOutsideFunction: true };
  const { code } = transform(text, { babel: { ...settings, parserOpts, sourceType: "script" } });
  const result = await new Function("require", code)(() => require("../../runtime/abi.js"));
  expect(result).toEqual([3, "static"]);
});
