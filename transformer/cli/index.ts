#!/usr/bin/env node
/**
 * The `tsyncio` command.
 */

import { runCommand } from "./command.js";

process.exitCode = runCommand(process.argv.slice(2), {
  directory: process.cwd(),
  home: import.meta.dirname,
  print: (text) => void process.stdout.write(`${text}\n`),
  complain: (text) => void process.stderr.write(`${text}\n`),
});
