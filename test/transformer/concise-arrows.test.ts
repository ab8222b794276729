/** An arrow that has no block in the source, or an empty one, gets none from the compiler. */
import ts from "typescript";
import { compileSource } from "../../transformer/typescript/compile.js";
import { transform } from "../babel/transform.js";

const compilers = {
  TypeScript: (text: string) => compileSource(ts, text, { options: { brand: "none" } }).code,
  Babel: (text: string) => transform(text, { options: { brand: "none" } }).code,
};

describe.each(Object.keys(compilers) as (keyof typeof compilers)[])("%s", (name) => {
  const compile = (text: string): string => compilers[name](text).replaceAll(/\s+/g, "");

  test.each([
    ["async () => 1", "g(()=>_leaf(_anonymous,()=>1))"],
    ["async () => {}", "g(()=>_leaf(_anonymous,()=>{}))"],
    ["async () => { return 1; }", "g(()=>{return_leaf(_anonymous,()=>{return1;});})"],
    ['async () => { "use strict"; }', 'g(()=>{"usestrict";return_leaf('],
  ])("%s", (source, expected) => {
    expect(compile(`g(${source})`)).toContain(expected);
  });
});
