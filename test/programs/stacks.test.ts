/** Stacks of errors thrown in compiled code name every awaiting function, with its line in the source. */
import { load } from "./program.js";

const source = `
import { sleep } from "tsyncio";
async function query() {
  await sleep(1);
  throw new Error("no such table");
}
async function report() {
  const rows = await query();
  return rows;
}
async function page() {
  return { body: await report() };
}
export async function main() {
  try {
    return await page();
  } catch (error) {
    return error.stack;
  }
}
`;

for (const returns of ["task", "coroutine"] as const) {
  test(`an error three awaits deep names all four functions (${returns})`, async () => {
    const { main } = load<{ main: () => Promise<string> }>(source, { returns }, "report.ts");
    const stack = await main();
    const frames = stack.split("\n").slice(1);
    expect(stack.split("\n")[0]).toBe("Error: no such table");
    expect(frames[0]).toMatch(/^ {4}at query \(/);
    expect(frames.slice(1, 4).map((line) => line.trim())).toEqual([
      "at async report (report.ts:8:16)",
      "at async page (report.ts:12:18)",
      "at async main (report.ts:16:12)",
    ]);
    expect(stack).not.toMatch(/runtime|dist.cjs/);
  });
}
