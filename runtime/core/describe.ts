/**
 * What compiled code says of each of its functions when its module is loaded: how it is called and where it awaits, and,
 * of those at the top of a file, which function that is and what a call of it starts.
 */
import { brandAsync } from "./brand.js";
import { direct } from "./direct-function.js";
import { BRANDED, FunctionInfo } from "./function-info.js";

/**
 * ABI, called once per compiled function. `positions` says where the function is, and for each state that an await resumes
 * in how many lines below it stands, and in which column: `"12:3 1+2:9"` is a function in line 12, column 3, whose await of
 * state 1 is in line 14, column 9. The flat list `[0, 12, 3, 1, 14, 9]` says the same. `flags` are the constants of
 * function-info.ts, added up.
 *
 * When `fn` is given, that is the function, the only one, and may be called directly, as `direct` says.
 */
export function describe(
  name: string,
  file: string,
  positions: string | readonly number[],
  flags = 0,
  fn?: { readonly length: number },
  step?: (...args: never[]) => unknown,
  spares?: number,
): FunctionInfo {
  const info = new FunctionInfo(name, file, positions, flags);
  if (fn !== undefined && step !== undefined) {
    direct(info, fn, step, spares);
    if ((flags & BRANDED) !== 0) brandAsync(fn);
  }
  return info;
}
