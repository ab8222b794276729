import ts from "typescript";
import { compileSource } from "../../../transformer/typescript/compile.js";
import { load, runModule } from "./run.js";

/** What TypeScript's decorators are told about a method: kinds, positions and types. */
const decorators = `
  const log = [];
  const Reflect = { ...globalThis.Reflect, metadata: (key, value) => () => void log.push(key + "=" + names(value)) };
  const names = (value) => [value].flat().map((type) => type?.name ?? String(type)).join(",");
  const method = (target, key, descriptor) => void log.push("method " + key + " " + descriptor.value.length);
  const parameter = (text) => (target, key, index) => void log.push("parameter " + text + " " + index);
`;

const legacy = {
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
  // Type serialisation asks whether globals are there; the names above are enough.
} satisfies ts.CompilerOptions;

test("decorated methods keep their decorators, metadata and length", () => {
  const source = (keyword: string): string => `${decorators}
    class Dto {}
    class Controller {
      @method ${keyword} plain(@parameter("a") a: Dto, b: string): Promise<void> { ${keyword && "await 1;"} }
      @method ${keyword} inferred(a: number) { ${keyword && "await 1;"} return a as any; }
      @method ${keyword} defaults(@parameter("a") a: Dto, @parameter("b") b: number = f(), ...c: string[]): Promise<any> {
        ${keyword && "await 1;"} return [b, c] as any;
      }
      @method ${keyword} pattern(@parameter("a") { a }: Dto = {} as any): Promise<any> { return a; }
    }
    function f() { return 1; }
    export { log, Controller };`;
  const compiled = load(source("async"), { compilerOptions: legacy });
  const native = ts.transpileModule(source("async"), {
    compilerOptions: { ...legacy, module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const module = { exports: {} as Record<string, unknown> };
  runModule(native.outputText, module, require);
  const list = compiled["log"] as string[];
  // The loop's Promise stands where the global one did; both are called Promise.
  expect(list).toEqual(module.exports["log"]);
  expect(list).toContain("design:returntype=Promise");
});

test("default parameters of a decorated method see what was passed", async () => {
  const { A } = load(
    "const d: any = () => undefined; export class A { @d async m(@d a: any, @d b = a + 1, ...c: any[]) { await 1; return [a, b, c]; } }",
    { compilerOptions: { experimentalDecorators: true } },
  ) as { A: new () => { m: (...args: unknown[]) => Promise<unknown> } };
  const a = new A();
  expect(await a.m(1)).toEqual([1, 2, []]);
  expect(await a.m(1, 5, 6, 7)).toEqual([1, 5, [6, 7]]);
  expect(a.m).toHaveLength(1);
});

test("an error in the parameters of a decorated method rejects", async () => {
  const { A } = load(
    'const d: any = () => undefined; export class A { @d async m(@d a = (() => { throw new Error("default"); })()) { await a; } }',
    { compilerOptions: { experimentalDecorators: true } },
  ) as { A: new () => { m: () => Promise<unknown> } };
  await expect(new A().m()).rejects.toThrow("default");
});

test("everything of TypeScript's own survives in and around async functions", async () => {
  const { main } = load(`
    enum Color { Red = 1, Green = Red + 1 }
    namespace Space { export let count = 0; export async function next() { count += await 1; return { count }; } }
    abstract class Base<T> { constructor(protected readonly value: T) {} abstract get(): Promise<T>; }
    class Box<T> extends Base<T> {
      declare readonly hidden: string;
      static #made = 0;
      static async make<V>(this: typeof Box, value: V): Promise<Box<V>> { Box.#made += await 1; return new Box(value); }
      static get made() { return Box.#made; }
      override async get(): Promise<T> { return (await this.value)!; }
      async has(o: object) { return #made in (await o); }
    }
    function over(a: string): Promise<string>; function over(a: number): Promise<number>;
    async function over(this: void, a: any): Promise<any> { type L = typeof a; const b: L = await a; return <any>b satisfies unknown; }
    export async function main(): Promise<unknown> {
      enum Inner { A = 5 }
      const box = await Box.make("boxed");
      return [Color.Green, await Space.next(), await Space.next(), Space.count, await box.get(), Box.made, await over(3), Inner.A, await box.has(Box)];
    }`) as { main: () => Promise<unknown> };
  expect(await main()).toEqual([2, { count: 1 }, { count: 2 }, 2, "boxed", 1, 3, 5, true]);
});

test("the own directives are gone from the output, others stay", () => {
  const { code } = compileSource(
    ts,
    '"use strict"; "use coroutine"; export async function f() { "use task"; "other"; await 1; } export async function g() { await 2; } export async function h() { "use native async"; await 3; }',
  );
  expect(code).not.toMatch(/use (coroutine|task|native)/);
  expect(code).toContain('"other";');
  expect(code).toMatch(/_task\(_f,/);
  expect(code).toMatch(/_coroutine\(_g,/);
  expect(code).toMatch(/async function h\(\) {\s+await 3;/);
});

test("a directive holds for the functions inside", () => {
  const { code } = compileSource(ts, 'function f() { "use native async"; return async () => { await 1; }; }');
  expect(code).toContain("async () => { await 1; }");
});

test("a misspelt directive is a warning", () => {
  const { diagnostics } = compileSource(ts, '"use asm"; async function f() {\n  "use corutine"; await 1; }');
  expect(diagnostics).toMatchObject([
    {
      code: 1301,
      category: "warning",
      message: '"use corutine" is not a directive. Did you mean "use coroutine"?',
      place: { line: 2, column: 3 },
    },
  ]);
});

test("a static async method called constructor, which TypeScript parses as a constructor", async () => {
  const { make } = load(
    "class A { static async constructor() { return await 1; } constructor() {} } export const make = () => A.constructor();",
  ) as { make: () => Promise<number> };
  expect(await make()).toBe(1);
});
