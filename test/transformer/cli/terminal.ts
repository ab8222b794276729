/** Runs a command of the command line in this process, on a project made for the test. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { runCommand } from "../../../transformer/cli/command.js";

const directories: string[] = [];
afterAll(() => directories.forEach((directory) => fs.rmSync(directory, { recursive: true, force: true })));

/** A directory with these files; an object is written as JSON. */
export function project(files: Readonly<Record<string, unknown>>): string {
  const directory = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "tsyncio-cli-")));
  directories.push(directory);
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(directory, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  }
  return directory;
}

/** Puts a package of this repository into a project's node_modules. */
export function install(directory: string, ...names: readonly string[]): void {
  for (const name of names) {
    const target = name === "tsyncio" ? process.cwd() : path.join(process.cwd(), "node_modules", name);
    const link = path.join(directory, "node_modules", name);
    fs.mkdirSync(path.dirname(link), { recursive: true });
    fs.symlinkSync(target, link);
  }
}

export interface Outcome {
  readonly code: number;
  readonly output: string;
  readonly complaints: string;
}

export function run(directory: string, ...args: readonly string[]): Outcome {
  const output: string[] = [];
  const complaints: string[] = [];
  const code = runCommand(args, {
    directory,
    home: process.cwd(),
    print: (text) => void output.push(text),
    complain: (text) => void complaints.push(text),
  });
  return { code, output: output.join("\n"), complaints: complaints.join("\n") };
}
