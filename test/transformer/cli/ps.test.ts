/** `tsyncio ps`: the tasks of another process, which is not prepared for it. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "../../..");
const cli = join(root, "dist/transformer/cli/index.js");

function ps(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [cli, "ps", ...args], { encoding: "utf8" });
}

async function started(code: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["-e", code], { cwd: root, stdio: ["ignore", "pipe", "ignore"] });
  await new Promise((ready) => child.stdout?.once("data", ready));
  return child;
}

test("the tasks of a running process are shown, twice, and the process goes on", async () => {
  const child = await started(`
    const { createTask, Future, sleep } = require("tsyncio");
    const gate = new Future();
    const waits = createTask(gate, { name: "waits" });
    createTask(waits.then(() => {}), { name: "waits for it" });
    setInterval(() => {}, 1000);
    setTimeout(() => console.log("ready"), 50);`);
  try {
    for (const _ of [1, 2]) {
      const { stdout, stderr, status } = ps(String(child.pid));
      expect(stderr).toBe("");
      expect(stdout).toMatch(/^waits for it.* waits for /m);
      expect(stdout).toMatch(/waits.* waits for a Future/);
      expect(status).toBe(0);
      await new Promise((resolve) => setTimeout(resolve, 400));
    }
    expect(child.exitCode).toBeNull();
  } finally {
    child.kill("SIGKILL");
  }
}, 30_000);

test("a process without tsyncio says so", async () => {
  const child = await started(`setInterval(() => {}, 1000); console.log("ready");`);
  try {
    const { stderr, status } = ps(String(child.pid));
    expect(stderr).toMatch(/has not loaded tsyncio/);
    expect(status).toBe(1);
  } finally {
    child.kill("SIGKILL");
  }
}, 30_000);

test("what is no Node process is left alone: the signal would end it", async () => {
  const child = spawn("sleep", ["100"]);
  try {
    const { stderr, status } = ps(String(child.pid));
    expect(stderr).toMatch(/is "sleep", which is not Node/);
    expect(status).toBe(1);
    expect(child.exitCode).toBeNull();
  } finally {
    child.kill("SIGKILL");
  }
});

test("a process that is not there", () => {
  expect(ps("99999999").stderr).toMatch(/there is no process 99999999/);
});

test.each([[], ["x"], ["1", "2"]])("the command line is checked: %p", (...args) => {
  const { stderr, status } = ps(...args.flat());
  expect(stderr).toMatch(/ps takes the number of a process/);
  expect(status).toBe(2);
});
