/**
 * Runs a program in a process of its own against the hosts, compiled from the sources as they are.
 *
 * What a host does to a process (exit codes, `beforeExit`, stores entered before the runtime was loaded) cannot be seen
 * inside Jest, whose process has its own listeners, its own fake globals and long since entered stores.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import ts from "typescript";

export interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

export interface Lab {
  /** Runs an ES module whose imports may name "./core/x.js" and "./hosts/x.js". */
  run(program: string, ...nodeOptions: string[]): Ended;
  remove(): void;
}

/** Compiles the folders (which hold no async functions) into a new temporary folder. */
export function makeLab(folders: readonly string[] = ["core", "hosts"]): Lab {
  const root = join(process.cwd(), "runtime");
  const lab = mkdtempSync(join(tmpdir(), "tsyncio-hosts-"));
  writeFileSync(join(lab, "package.json"), '{"type":"module"}');
  for (const folder of folders) {
    for (const file of readdirSync(join(root, folder))) {
      const target = join(lab, folder, file.replace(/\.ts$/, ".js"));
      mkdirSync(dirname(target), { recursive: true });
      const { outputText } = ts.transpileModule(readFileSync(join(root, folder, file), "utf8"), {
        compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022 },
      });
      writeFileSync(target, outputText);
    }
  }
  let count = 0;
  return {
    run(program, ...nodeOptions) {
      const file = join(lab, `program-${(count += 1)}.mjs`);
      writeFileSync(file, program);
      const { stdout, stderr, status } = spawnSync(process.execPath, [...nodeOptions, file], {
        encoding: "utf8",
        env: { ...process.env, NODE_OPTIONS: "" },
        timeout: 20_000,
      });
      return { stdout: stdout.trimEnd(), stderr, status };
    },
    remove: () => rmSync(lab, { recursive: true, force: true }),
  };
}
