// A plugin: a decorated store, opened and closed with the application.
import { setImmediate as turn, setTimeout as pause } from "node:timers/promises";

class Accounts {
  #balances = new Map();
  #tail = Promise.resolve();
  open = false;

  /** One transfer after the other, whatever comes of each. */
  #exclusively(job) {
    const result = this.#tail.then(job);
    this.#tail = result.catch(() => {});
    return result;
  }

  async load(entries) {
    for await (const [name, balance] of entries) this.#balances.set(name, balance);
    this.open = true;
  }

  async balance(name) {
    await turn();
    if (!this.#balances.has(name)) throw Object.assign(new Error(`unknown account ${name}`), { statusCode: 404 });
    return this.#balances.get(name);
  }

  transfer(from, to, amount) {
    return this.#exclusively(async () => {
      const [has] = await Promise.all([this.balance(from), this.balance(to)]);
      if (has < amount) throw Object.assign(new Error("not enough"), { statusCode: 409, code: "POOR" });
      await pause(1);
      this.#balances.set(from, has - amount);
      this.#balances.set(to, (await this.balance(to)) + amount);
      return Object.fromEntries(this.#balances);
    });
  }

  async close() {
    await this.#tail;
    this.open = false;
  }
}

export async function accounts(app, { entries, log }) {
  const store = new Accounts();
  await store.load(entries());
  app.decorate("accounts", store);
  app.addHook("onReady", async () => {
    await pause(1);
    log(`ready, store ${store.open ? "open" : "closed"}`);
  });
  app.addHook("onClose", async () => {
    await store.close();
    log("store closed");
  });
}
accounts[Symbol.for("skip-override")] = true;
