/** Runs a program and keeps the stack of every error it logs or ends with, as it is at that moment. */
import type { Log, Program } from "../language/fixture.js";
import { runProgram } from "../language/run.js";

export async function stacksOf(program: Program, isCompiled: boolean): Promise<string[]> {
  const stacks: string[] = [];
  const note = (value: unknown): void => {
    for (const error of errorsIn(value)) stacks.push(error.stack ?? "");
  };
  const watched: Program = (log, kit) => {
    const watchedLog: Log = (...values) => {
      values.forEach(note);
      return log(...values);
    };
    const given = program(watchedLog, kit) as PromiseLike<unknown>;
    if (typeof given?.then === "function") given.then(note, note);
    return given;
  };
  await runProgram(watched, isCompiled);
  return stacks;
}

/** The errors in a value, not deep. */
function errorsIn(value: unknown, depth = 0): Error[] {
  if (value instanceof Error) return [value];
  if (depth > 2 || typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item) => errorsIn(item, depth + 1));
  if (Object.getPrototypeOf(value) !== Object.prototype) return [];
  return Reflect.ownKeys(value).flatMap((key) => {
    const property = Object.getOwnPropertyDescriptor(value, key)!;
    return "value" in property ? errorsIn(property.value, depth + 1) : [];
  });
}
