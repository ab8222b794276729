/**
 * `tsyncio doctor`: says what is wrong with a project's set-up.
 *
 * A compiler plugin that is not run fails in silence: plain `tsc` ignores `plugins`, and the program then works, on
 * the engine's own promises. So each way of going wrong has a check of its own, with a code, a place and a hint.
 */

import path from "node:path";
import { babelChecks, checks } from "./checks.js";
import type { Terminal } from "./command.js";
import { gatherFacts, type ProjectFacts } from "./facts.js";

export interface DoctorArguments {
  readonly directory: string | undefined;
  /** A tsconfig, or a directory with one. */
  readonly project: string | undefined;
}

/** One thing that is wrong, or may be. */
export interface Finding {
  /** 2004 is shown as TSY2004. */
  readonly code: number;
  readonly severity: "error" | "warning";
  /** A file, or a part of one. */
  readonly place: string;
  readonly message: string;
  /** What to do. */
  readonly hint: string;
}

/** Runs the command; returns the exit code: 1 when something is wrong. */
export function doctor(args: DoctorArguments, terminal: Terminal): number {
  const directory = path.resolve(terminal.directory, args.directory ?? ".");
  const facts = gatherFacts(directory, args.project === undefined ? undefined : path.resolve(directory, args.project));
  const findings = diagnose(facts);
  for (const finding of findings) terminal.print(formatFinding(finding, directory));
  const errors = findings.filter(({ severity }) => severity === "error").length;
  terminal.print(
    errors === 0 ? summary(facts) : `${String(errors)} ${errors === 1 ? "thing is" : "things are"} wrong.`,
  );
  return errors === 0 ? 0 : 1;
}

/** Every finding. */
export function diagnose(facts: ProjectFacts): readonly Finding[] {
  return (facts.babel === undefined ? checks : babelChecks).flatMap((check) => check(facts));
}

function formatFinding({ code, severity, place, message, hint }: Finding, directory: string): string {
  const where = path.isAbsolute(place) ? path.relative(directory, place) || "." : place;
  return `${severity} TSY${String(code)} ${where}: ${message}\n    → ${hint.replaceAll("\n", "\n      ")}\n`;
}

function summary({ typescript, tsPatch, configs, outputs, babel }: ProjectFacts): string {
  if (babel?.named !== undefined) {
    return `Nothing is wrong. Babel ${babel.core?.version ?? "?"}, ${babel.named.name} found in ${babel.named.place}.`;
  }
  const versions = `TypeScript ${typescript?.version ?? "?"}, ts-patch ${tsPatch?.version ?? "?"}`;
  const files = configs.map(({ file }) => path.basename(file)).join(", ");
  const compiled = outputs.length > 0 ? "" : " No output was found: nothing was compiled yet.";
  return `Nothing is wrong. ${versions}, plugin found in ${files}.${compiled}`;
}
