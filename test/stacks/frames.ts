/**
 * A stack's frames in fixture files, by name and line of the source.
 *
 * There are two ways to write a place. `at f (/…/switch.ts?built:120:9)` is the engine's, in what was compiled, and
 * goes through the source map; `at async f (test/fixtures/statements/switch.ts:12:5)` is the runtime's, for somebody
 * who waits, and is a place in the source already.
 */
import path from "node:path";
import { originalPositionFor, type TraceMap } from "@jridgewell/trace-mapping";
import { fixturesFolder } from "../language/load.js";

export interface Frame {
  readonly name: string;
  /** Relative to the folder of fixtures. */
  readonly file: string;
  readonly line: number;
  /** Is it somebody who waits? */
  readonly isAsync: boolean;
}

/** @param maps absolute file name → map of what was built from it */
export function framesOf(stack: string, maps: ReadonlyMap<string, TraceMap>): Frame[] {
  return stack.split("\n").flatMap((line) => frameOf(line, maps) ?? []);
}

function frameOf(text: string, maps: ReadonlyMap<string, TraceMap>): Frame | undefined {
  const match = /^\s*at (?:(.*) \()?(.+?):(\d+):(\d+)\)?$/.exec(text);
  if (match === null) return undefined;
  const [, given = "", place = "", line = "", column = ""] = match;
  const isAsync = given.startsWith("async ") || place.startsWith("async ");
  const at = place.replace(/^async /, "");
  const fileName = path.resolve(at.replace(/\?built$/, ""));
  const file = path.relative(fixturesFolder, fileName).replaceAll("\\", "/");
  const name = plainName(given);
  if (!at.endsWith("?built")) return file.startsWith("..") ? undefined : { name, file, line: Number(line), isAsync };
  const original = originalPositionFor(maps.get(fileName)!, {
    line: Number(line),
    column: Number(column) - 1,
  });
  return { name, file, line: original.line ?? 0, isAsync };
}

/** Without what an engine says of the receiver: `Object.f`, `async K.f`, `new K`, `K.f [as g]`. */
function plainName(given: string): string {
  const name = given
    .replace(/^async /, "")
    .replace(/^new /, "")
    .replace(/ \[as .*\]$/, "");
  return name.slice(name.lastIndexOf(".") + 1);
}

export function show({ name, file, line, isAsync }: Frame): string {
  return `${isAsync ? "async " : ""}${name} (${file}:${line})`;
}
