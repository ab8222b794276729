/** Contexts as objects, around tasks and callbacks: `Context` shows what the code that runs in it sets, and nothing else. */
import { bothKinds } from "../runtime/run/program.js";
import { story } from "./program.js";

describe.each(bothKinds)("returns: %s", (returns) => {
  const logged = (body: string): string[] => {
    const source = `
      import { Context, ContextVar, copyContext, createTask, currentTask, getRunningLoop, sleep } from "tsyncio";
      const user = new ContextVar("user", { default: "nobody" });
      export async function main(log) { ${body} }`;
    const lines = story(source, { returns }).split("\n");
    expect(lines.at(-1)).toBe("=> undefined");
    return lines.slice(0, -1);
  };

  test("a task that begins inside Context.run has a copy: what it sets is not seen there", () => {
    const body = `
      const context = new Context();
      const job = async () => { user.set("job"); log("in the job", context.get(user)); await sleep(1); return user.get(); };
      const task = context.run(() => {
        user.set("runner");
        const task = createTask(job(), { eagerStart: true });
        log("in the run", context.get(user), user.get());
        user.set("later");
        return task;
      });
      log(context.get(user), await task, user.get());`;
    expect(logged(body)).toEqual(["in the job runner", "in the run runner runner", "later job nobody"]);
  });

  test("a task with a context of its own shows there what it sets, while it runs and while it waits", () => {
    const body = `
      const context = copyContext();
      const job = async () => {
        user.set("first");
        log("running", context.get(user), currentTask().getContext() === context);
        await sleep(1);
        user.set("second");
      };
      const task = createTask((async () => { await job(); })(), { context });
      const begun = currentTask() !== task;
      await sleep(0);
      await task;
      log(begun, context.get(user), user.get());`;
    const seen = logged(body);
    // A task function has begun before createTask could give it a context.
    expect(seen).toEqual(
      returns === "task"
        ? ["running undefined false", "true undefined nobody"]
        : ["running first true", "true second nobody"],
    );
  });

  test("a context that a task made an object of is no longer current once the call has returned", () => {
    const body = `
      const asks = async () => { const own = currentTask().getContext(); user.set("its own"); await null; return [own]; };
      const other = async () => { await null; };
      user.set("caller");
      const [first] = await asks();
      user.set("later");
      await other();
      log(first.get(user), user.get());
      const running = createTask(asks(), { eagerStart: true });
      user.set("last");
      await other();
      log((await running)[0].get(user), user.get());`;
    // A coroutine is awaited by its task: what it sets is set for its caller.
    expect(logged(body)).toEqual(
      returns === "task" ? ["its own later", "its own last"] : ["later later", "its own last"],
    );
  });

  test("tokens end with their block, also when it is left by a cancellation", () => {
    const body = `
      const inside = async () => {
        try { using _ = user.set("inside"); await sleep(1000); }
        finally { log("finally", user.get()); }
      };
      const task = createTask(inside());
      await sleep(1);
      task.cancel();
      await sleep(1);
      { using _ = user.set("block"); log(user.get()); await sleep(1); log(user.get()); }
      log(user.get());`;
    expect(logged(body)).toEqual(["finally nobody", "block", "block", "nobody"]);
  });

  test("callbacks run in the context they were registered in", () => {
    const body = `
      const loop = getRunningLoop();
      user.set("registered");
      loop.callSoon(() => { log(user.get()); user.set("callback"); });
      const context = copyContext();
      loop.callSoonIn(context, () => user.set("in the context"));
      user.set("after");
      await sleep(1);
      log(user.get(), context.get(user));`;
    expect(logged(body)).toEqual(["registered", "after in the context"]);
  });
});
