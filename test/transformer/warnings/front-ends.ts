/**
 * What both front ends warn of. In a program the comment `/*!*\/` stands directly before each place that a warning must
 * name; where none stands, none may.
 */
import ts from "typescript";
import type { UserOptions } from "../../../transformer/options.js";
import { compileSource } from "../../../transformer/typescript/compile.js";
import { transform } from "../../babel/transform.js";

export const coroutines: UserOptions = { returns: "coroutine" };

/** Line, column and text: `3:5 TSY1401 …`. */
export type Found = string;

export function byTypeScript(text: string, options: UserOptions): { code: string; found: Found[] } {
  const { code, diagnostics } = compileSource(ts, text, { options, fileName: "input.ts", target: "ESNext" });
  const found = diagnostics.map(
    ({ code: number, message, place }) => `${place?.line}:${place?.column} TSY${number}: ${message}`,
  );
  return { code, found };
}

export function byBabel(text: string, options: UserOptions): { code: string; found: Found[]; printed: string[] } {
  const warn = jest.spyOn(console, "warn").mockImplementation(() => {});
  const { code } = transform(text, { options, filename: "/work/input.ts", syntax: ["typescript"] });
  const printed = warn.mock.calls.map(([line]) => String(line));
  warn.mockRestore();
  const found = printed.map((each) => /input\.ts:(\d+:\d+): (TSY.*)/.exec(each)?.slice(1).join(" ") ?? each);
  return { code, found, printed };
}

/** Each with its place; the same from both front ends. None changes what is emitted. */
export function warningsOf(text: string, options: UserOptions = {}): Found[] {
  const results = [byTypeScript, byBabel].map((compile) => {
    const { code, found } = compile(text, options);
    expect(compile(text, { ...options, warnings: false })).toMatchObject({ code, found: [] });
    return found;
  });
  const [found = [], byTheOther] = results;
  expect(byTheOther).toEqual(found);
  return found;
}

/** Both front ends warn at the marks, with this code, and nowhere else. */
export function expectAtMarks(code: number, text: string, options: UserOptions = {}): void {
  const marks = [...text.matchAll(/\/\*!\*\//g)].map(({ index }) => {
    const lines = text.slice(0, index).split("\n");
    return `${lines.length}:${lines.at(-1)!.length + "/*!*/".length + 1} TSY${code}`;
  });
  expect(warningsOf(text, options).map((each) => each.split(": ")[0])).toEqual(marks);
}
