// The ways in which a request gets its context.
import { current, storage } from "./context.js";
import { handle } from "./handler.js";

const turn = () => new Promise((resolve) => setImmediate(resolve));

export const entries = {
  run: (id) => storage.run({ id }, handle),

  async "enterWith before an await"(id) {
    const before = [["before", current()]];
    storage.enterWith({ id });
    await turn();
    return [...before, ...(await handle())];
  },

  async "enterWith after an await"(id) {
    const before = [["before", current()]];
    await turn();
    before.push(["before, later", current()]);
    storage.enterWith({ id });
    before.push(["entered", current()]);
    await turn();
    before.push(["entered, later", current()]);
    return [...before, ...(await handle())];
  },

  // What is entered in the part of a call that runs at once stays entered in its caller.
  async "enterWith in a call"(id) {
    const enter = async () => {
      storage.enterWith({ id });
      await turn();
      storage.enterWith({ id: `only in the call of ${id}` });
      return current();
    };
    const entering = enter();
    const between = [["between", current()]];
    between.push(["what the call saw", await entering]);
    return [...between, ...(await handle())];
  },
};
