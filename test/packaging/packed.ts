// The package as a user gets it: packed with npm and installed into an empty project. Needs `npm run build` before,
// and no network.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

export const root = resolve(__dirname, "../..");

/** An empty project in a temporary folder; `remove()` it afterwards. */
export class Project {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "tsyncio-packed-")));

  /** Writes a file, objects as JSON. */
  write(file: string, content: string | object): void {
    const path = join(this.folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content, null, 2));
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), "utf8");
  }

  /** Makes development dependencies of this repository visible here without installing anything. */
  link(...packages: string[]): void {
    mkdirSync(join(this.folder, "node_modules"), { recursive: true });
    for (const name of packages) {
      const link = join(this.folder, "node_modules", name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(join(root, "node_modules", name), link);
    }
  }

  /** Runs a script with this very Node; returns what it printed. Throws with the output when it fails. */
  node(...args: string[]): string {
    const result = spawnSync(process.execPath, args, {
      cwd: this.folder,
      encoding: "utf8",
      env: plainEnvironment(),
    });
    const output = result.stdout + result.stderr;
    if (result.status !== 0) throw new Error(`node ${args.join(" ")} failed:\n${output}`);
    return output;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/**
 * Packs the repository into `project` and unpacks the tarball in its node_modules, its dependencies linked beside it:
 * what `npm install` does, without a registry. Returns the tarball's path.
 */
export function installPacked(project: Project): string {
  project.write("package.json", { name: "packed-user", version: "1.0.0", private: true });
  const report = npm(root, "pack", "--json", "--ignore-scripts", "--pack-destination", project.folder);
  const [{ filename }] = JSON.parse(report) as [{ filename: string }];
  const target = "node_modules/tsyncio";
  mkdirSync(join(project.folder, target), { recursive: true });
  execFileSync("tar", ["-xzf", filename, "--strip-components", "1", "-C", target], {
    cwd: project.folder,
  });
  const manifest = JSON.parse(project.read(`${target}/package.json`)) as { dependencies: object };
  project.link(...Object.keys(manifest.dependencies));
  return join(project.folder, filename);
}

export function toolPath(file: string): string {
  return join(root, "node_modules", file);
}

function npm(cwd: string, ...args: string[]): string {
  const windows = process.platform === "win32";
  const { status, stdout, stderr } = spawnSync(windows ? "npm.cmd" : "npm", args, {
    cwd,
    encoding: "utf8",
    env: plainEnvironment(),
    shell: windows,
  });
  if (status !== 0) throw new Error(`npm ${args.join(" ")} failed:\n${stdout}${stderr}`);
  return stdout;
}

/** Without what Jest and an outer npm put into the environment. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(npm_|JEST_|NODE_ENV$|NODE_OPTIONS$)/.test(name));
  return Object.fromEntries(inherited);
}
