// What this machine has besides Node.
import { spawnSync } from "node:child_process";

const pythons = ["python3", "/usr/bin/python3"];

function pythonWith(module) {
  return pythons.find((command) => spawnSync(command, ["-c", `import ${module}`], { stdio: "ignore" }).status === 0);
}

function versionOf(command, module) {
  const script = `import sys, ${module}; print(sys.version.split()[0], getattr(${module}, "__version__", ""))`;
  return spawnSync(command, ["-c", script], { encoding: "utf8" }).stdout.trim();
}

/** The contenders that can take part here, and a note for each of the others. */
export function detect(contenders) {
  const found = [];
  const notes = [];
  // The same interpreter for both, where one has uvloop.
  const preferred = pythonWith("uvloop");
  for (const contender of contenders) {
    if (contender.python === undefined) {
      found.push(contender);
      continue;
    }
    const command = contender.python === "uvloop" ? preferred : (preferred ?? pythonWith("asyncio"));
    if (command === undefined) notes.push(`${contender.title}: no python3 with ${contender.python} here; left out.`);
    else found.push({ ...contender, command, version: versionOf(command, contender.python) });
  }
  return { contenders: found, notes };
}
