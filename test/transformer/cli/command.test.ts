import { readFileSync } from "node:fs";
import { project, run } from "./terminal.js";

test("help and version", () => {
  const directory = project({});
  expect(run(directory).code).toBe(2);
  expect(run(directory, "--help")).toMatchObject({ code: 0, complaints: "" });
  expect(run(directory, "--help").output).toContain("tsyncio doctor");
  expect(run(directory, "--version").output).toBe(
    (JSON.parse(readFileSync("package.json", "utf8")) as { version: string }).version,
  );
});

const wrong: readonly (readonly [args: readonly string[], complaint: string])[] = [
  [["docter"], 'tsyncio: unknown command "docter". Did you mean "doctor"?'],
  [["toString"], 'tsyncio: unknown command "toString". There are inspect, doctor, ps.'],
  [["inspect"], "tsyncio: inspect takes one file: tsyncio inspect src/main.ts"],
  [
    ["inspect", "a.ts", "--retruns", "task"],
    'tsyncio: unknown option of inspect: "--retruns". Did you mean "--returns"?',
  ],
  [["inspect", "none.ts"], "tsyncio: there is no file none.ts"],
  [
    ["inspect", "a.ts", "--returns", "corutine"],
    'tsyncio: Option "returns" cannot be "corutine": it is "task" or "coroutine". Did you mean "coroutine"?',
  ],
  [["inspect", "a.ts", "--module", "amd"], 'tsyncio: --module cannot be "amd": it is esm or commonjs'],
  [["doctor", "a", "b"], "tsyncio: doctor takes one directory: tsyncio doctor ."],
];

test.each(wrong)("%j cannot be understood", (args, complaint) => {
  expect(run(project({ "a.ts": "" }), ...args)).toEqual({ code: 2, output: "", complaints: complaint });
});
