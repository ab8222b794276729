// A folder with everything one run needs: a copy of the build that is measured (so that a rebuild meanwhile disturbs
// nothing), and the workloads as each contender's compiler gives them.
//
//   dist/run-PID/build/node_modules/tsyncio     the build
//   dist/run-PID/build/exact/mid.mjs, kit.mjs   a contender's code
//   dist/run-PID/base/…                         the same from another build, for contenders "…@base"
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../../scripts/lib.mjs";

const bench = join(root, "bench");

export class WorkFolder {
  #folder = join(bench, "dist", `run-${process.pid}`);
  #builds = new Map();

  constructor() {
    process.once("exit", () => this.remove());
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
  }

  /** Copies a checkout's build in, as "build" or "base". */
  async take(name, checkout) {
    const target = this.packageOf(name);
    for (const part of ["package.json", "dist"]) {
      const from = join(checkout, part);
      if (!existsSync(from)) throw new Error(`There is no ${from}: run "npm run build" first.`);
      cpSync(from, join(target, part), { recursive: true });
    }
    const transformer = pathToFileURL(join(target, "dist/transformer/index.js")).href;
    this.#builds.set(name, await import(transformer));
  }

  /** Where a build that was taken is. */
  packageOf(name) {
    return join(this.#folder, name, "node_modules", "tsyncio");
  }

  /** Compiles the kits and the given workloads for a contender; says what its process has to load. */
  add(contender, workloads) {
    const name = contender.base ? "base" : "build";
    if (contender.byHand !== undefined) return join(bench, "by-hand", contender.byHand);
    const folder = join(this.#folder, name, contender.name.replace("@base", ""));
    mkdirSync(folder, { recursive: true });
    const built = this.#builds.get(name);
    const write = (file, text) => writeFileSync(join(folder, file), contender.compile(text, join(folder, file), built));
    for (const kit of readdirSync(join(bench, "kits"))) {
      if (!contender.ours && kit.startsWith("tsyncio")) continue;
      write(kit, readFileSync(join(bench, "kits", kit), "utf8"));
    }
    write("kit.mjs", `export * from "./${contender.kit}.mjs";\n`);
    for (const source of new Set(workloads.map((workload) => workload.source)))
      write(`${source}.mjs`, readFileSync(join(bench, "workloads", `${source}.mjs`), "utf8"));
    return folder;
  }

  remove() {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
