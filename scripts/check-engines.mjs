// `npm run check:engines`: what `npm test` cannot check without a network. Installs the packed tarball beside each
// engine, bundler and compiler version of the README's compatibility table in a temporary folder and tries it there.
//
//   npm run check:engines [-- node contexts bun deno bundlers typescript typescript7]      (default: everything)
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { install, must, nodeBinaries, nodes, run, versions, write } from "./engines.mjs";
import { root } from "./lib.mjs";

// ts-patch 4 asks for Node 22.15 and works on 20 all the same, with a warning at installation.
const compilers = [
  { typescript: "5.9.3", tsPatch: "3.3.0" },
  { typescript: "6.0.3", tsPatch: "3.3.0" },
  { typescript: "6.0.3", tsPatch: "4.0.1" },
];

const workshop = mkdtempSync(join(tmpdir(), "tsyncio-engines-"));
const results = [];

const oneCopy = `
  const names = Object.keys(imported).filter((name) => typeof imported[name] === "function");
  const same = names.length > 20 && names.every((name) => imported[name] === required[name]);
  console.log(same ? "one copy" : "two copies");
`;
const program = `
  import { gather, run, sleep } from "tsyncio";
  async function work(name: string, delay: number): Promise<string> {
    await sleep(delay);
    console.log(name);
    return name;
  }
  async function main(): Promise<void> {
    console.log((await gather(work("slow", 40), work("fast", 20))).join());
  }
  run(main);
`;
const expected = "fast\nslow\nslow,fast";

/** A folder with `dependencies` and the packed tarball installed. */
function project(name, dependencies = [], files = {}) {
  const folder = join(workshop, name);
  mkdirSync(folder, { recursive: true });
  write(folder, { "package.json": { name, private: true, type: "module" }, ...files });
  install(folder, tarball, ...dependencies);
  return folder;
}

function check(title, { passed, stdout, output }, wanted) {
  const good = passed && (wanted === undefined || stdout === wanted);
  results.push(good);
  console.log(`${good ? "ok    " : "FAILED"} ${title}${good ? "" : `\n${output}`}`);
}

const sameCopyFiles = {
  "same.mjs": `import * as imported from "tsyncio";
    import { createRequire } from "node:module";
    const required = createRequire(import.meta.url)("tsyncio"); ${oneCopy}`,
  "runs.mjs": `import { gather, run, sleep } from "tsyncio";
    run(() => gather(sleep(20, "slow"), sleep(10, "fast")).then((values) => console.log(values.join())));`,
  "required.cjs": `module.exports = require("tsyncio");`,
  "bundled.mjs": `import * as imported from "tsyncio"; import required from "./required.cjs"; ${oneCopy}`,
};

const nodeBinary = nodeBinaries(workshop);

const groups = {
  node() {
    const files = {
      ...sameCopyFiles,
      "loads.test.cjs": `test("loads", () => { expect(typeof require("tsyncio").run).toBe("function"); });`,
    };
    const folder = project("node", ["jest@30.5.2"], files);
    for (const version of nodes) {
      const binary = nodeBinary(version);
      const name = `Node ${must(folder, binary, "--version")}`;
      check(`${name}: import and require give one copy`, run(folder, binary, "same.mjs"), "one copy");
      const jest = ["node_modules/jest/bin/jest.js", "--testMatch", "**/*.test.cjs"];
      check(`${name}: Jest in CommonJS mode loads it`, run(folder, binary, ...jest));
    }
  },

  // `AsyncLocalStorage` around compiled code is kept by other means on other engines: 1,000 requests at a time.
  contexts() {
    must(root, "npm", "ci", "--prefix", "test/applications", "--no-audit", "--no-fund", "--loglevel=error");
    for (const variant of ["native", "7"]) {
      must(root, process.execPath, "test/applications/build.mjs", variant, "request-context");
    }
    const entries = ["run", "enterWith before an await", "enterWith after an await", "enterWith in a call"];
    for (const version of nodes) {
      const binary = nodeBinary(version);
      const name = `Node ${must(root, binary, "--version")}`;
      const observed = (variant, ...args) => {
        const folder = join(root, "test/applications/dist", variant, "request-context");
        return run(root, binary, "test/applications/observers/request-context.mjs", folder, ...args);
      };
      for (const visit of [...entries.map((entry) => ["before", "1000", entry]), ["after", "1000", ...entries]]) {
        const native = observed("native", ...visit);
        check(
          `${name}: contexts of requests, runtime loaded ${visit.join(", ")}`,
          observed("7", ...visit),
          native.stdout,
        );
      }
    }
  },

  bun() {
    const folder = project("bun", [`bun@${versions.bun}`], sameCopyFiles);
    check("Bun: import and require give one copy", run(folder, "npx", "bun", "same.mjs"), "one copy");
    check("Bun: the loop runs", run(folder, "npx", "bun", "runs.mjs"), "slow,fast");
  },

  deno() {
    const folder = project("deno", [`deno@${versions.deno}`], sameCopyFiles);
    const deno = ["npx", "deno", "run", "-A"];
    check("Deno: import and require give one copy", run(folder, ...deno, "same.mjs"), "one copy");
    check("Deno: the loop runs", run(folder, ...deno, "runs.mjs"), "slow,fast");
  },

  bundlers() {
    const folder = project("bundlers", ["esbuild@0.28.2", "rolldown@1.3.2"], sameCopyFiles);
    must(
      folder,
      "npx",
      "esbuild",
      "bundled.mjs",
      "--bundle",
      "--platform=node",
      "--format=esm",
      "--outfile=esbuild.mjs",
    );
    check("esbuild: one copy", run(folder, process.execPath, "esbuild.mjs"), "one copy");
    must(folder, "npx", "rolldown", "bundled.mjs", "--platform", "node", "--file", "rolldown.mjs");
    check("Rolldown: one copy", run(folder, process.execPath, "rolldown.mjs"), "one copy");
  },

  typescript() {
    const options = { target: "ES2022", strict: true, types: [], outDir: "out", rootDir: "." };
    for (const { typescript, tsPatch } of compilers) {
      const dependencies = [`typescript@${typescript}`, `ts-patch@${tsPatch}`];
      const folder = project(`typescript-${typescript}-${tsPatch}`, dependencies, {
        "main.mts": program,
        "main.cts": program,
        "tsconfig.json": {
          compilerOptions: {
            ...options,
            module: "NodeNext",
            plugins: [{ transform: "tsyncio/transformer" }],
          },
          files: ["main.mts", "main.cts"],
        },
      });
      for (const version of nodes) {
        const binary = nodeBinary(version);
        const title = `TypeScript ${typescript}, ts-patch ${tsPatch}, Node ${must(folder, binary, "--version")}`;
        rmSync(join(folder, "out"), { recursive: true, force: true });
        check(`${title}: compiles`, run(folder, binary, "node_modules/ts-patch/bin/tspc.js", "-p", "."));
        check(`${title}: ES module runs`, run(folder, binary, "out/main.mjs"), expected);
        check(`${title}: CommonJS runs`, run(folder, binary, "out/main.cjs"), expected);
      }
    }
  },

  typescript7() {
    const folder = project("typescript-7", ["typescript@7", "@babel/core@7", "@babel/cli@7"], {
      "main.mts": program,
      "tsconfig.json": {
        compilerOptions: { target: "ES2022", module: "NodeNext", strict: true, types: [], outDir: "out", rootDir: "." },
        files: ["main.mts"],
      },
    });
    must(folder, "npx", "tsc");
    const babel = ["babel", "out", "--out-dir", "out", "--keep-file-extension", "--plugins", "tsyncio/babel-plugin"];
    must(folder, "npx", ...babel);
    check("TypeScript 7, then the Babel plugin", run(folder, process.execPath, "out/main.mjs"), expected);
  },
};

must(root, process.execPath, "scripts/build.mjs");
const [{ filename }] = JSON.parse(
  must(root, "npm", "pack", "--json", "--loglevel=error", "--pack-destination", workshop),
);
const tarball = join(workshop, filename);

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(groups);
for (const group of wanted) groups[group]();
rmSync(workshop, { recursive: true, force: true });

const failed = results.filter((good) => !good).length;
console.log(`\n${results.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
