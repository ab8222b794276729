/** AsyncLocalStorage around callbacks the loop runs: free while unused, right from the first store on. */
import { makeLab, type Lab } from "./child.js";

let lab: Lab;
beforeAll(() => {
  lab = makeLab();
});
afterAll(() => lab.remove());

const load = `
  const { nodeStores } = await import("./hosts/stores.js");
  const { mainRealm } = await import("./hosts/main-realm.js");
  const stores = nodeStores(mainRealm());
  const seen = [];
  const see = (what) => seen.push(String(what));
`;
const hooks = `const { AsyncLocalStorage } = process.getBuiltinModule("node:async_hooks");`;
const print = `console.log(seen.join(" "));`;

function seen(...parts: string[]): string {
  const { stdout, stderr } = lab.run(parts.join("\n"));
  return stderr + stdout;
}

test("nothing is captured while no store was ever entered", () => {
  expect(seen(load, "see(stores.inUse);", print)).toBe("false");
});

test("a program that made a storage and entered nothing is answered alike, loaded after", () => {
  expect(seen(load, hooks, "new AsyncLocalStorage(); see(stores.inUse);", print)).toBe("false");
});

test.each(["run(1, () => {})", "enterWith(1)"])("storage.%s raises the flag for good", (call) => {
  const body = `new AsyncLocalStorage().${call}; see(stores.inUse);`;
  expect(seen(load, hooks, body, print)).toBe("true");
});

test("the watch is taken off again: the prototype is as it was", () => {
  const body = `
    const storage = new AsyncLocalStorage();
    const names = Object.getOwnPropertyNames(AsyncLocalStorage.prototype);
    storage.run(1, () => {});
    for (const name of names) see(AsyncLocalStorage.prototype[name] === before[name]);
  `;
  const before = `
    const before = Object.fromEntries(
      Object.entries(Object.getOwnPropertyDescriptors(AsyncLocalStorage.prototype)).map(([name, at]) => [name, at.value]),
    );
  `;
  expect(seen(hooks, before, load, body, print).split(" ")).not.toContain("false");
});

test("a wrapper somebody put around the watch stays", () => {
  const body = `
    const watched = AsyncLocalStorage.prototype.enterWith;
    AsyncLocalStorage.prototype.enterWith = function (store) { see("wrapped"); return watched.call(this, store); };
    const storage = new AsyncLocalStorage();
    storage.enterWith(1); storage.enterWith(2);
    see(storage.getStore());
    see(stores.inUse);
  `;
  expect(seen(load, hooks, body, print)).toBe("wrapped wrapped 2 true");
});

test("two copies of the runtime share one watch", () => {
  const second = `
    const copy = (await import("./hosts/stores.js?copy")).nodeStores(mainRealm());
    new AsyncLocalStorage().enterWith(1);
    see(stores.inUse); see(copy.inUse);
  `;
  expect(seen(load, hooks, second, print)).toBe("true true");
});

test("a store entered before the runtime was loaded, in a context that cannot be seen, is kept right", () => {
  const early = `
    const storage = new AsyncLocalStorage();
    const loaded = {};
    storage.run("early", () => setImmediate(function again() { loaded.then ? loaded.then() : setImmediate(again); }));
  `;
  const later = `
    see(stores.inUse);
    loaded.then = () => {
      const captured = stores.capture();
      storage.run("other", () => stores.run(captured, () => see(storage.getStore()), 0));
      stores.run(undefined, () => see(storage.getStore()), 0);
      ${print}
    };
  `;
  expect(seen(hooks, early, load, later)).toBe("true early undefined");
});

test("loaded inside a store: what is registered there sees it, the loop itself does not", () => {
  const early = `const storage = new AsyncLocalStorage(); storage.enterWith("visible");`;
  const body = `
    const captured = stores.capture();
    storage.enterWith("later");
    stores.run(captured, () => see(storage.getStore()), 0);
    stores.run(undefined, () => see(storage.getStore()), 0);
    see(storage.getStore());
  `;
  expect(seen(hooks, early, load, body, print)).toBe("visible undefined later");
});

test("a callback registered before the first store runs with none, and leaks none to the next", () => {
  const body = `
    const storage = new AsyncLocalStorage();
    const registered = undefined;                       // captured nothing: nothing was in use
    stores.run(registered, () => storage.enterWith("mine"), 0);
    stores.run(registered, () => see(storage.getStore()), 0);
    see(storage.getStore());
  `;
  expect(seen(load, hooks, body, print)).toBe("undefined undefined");
});

test("enterWith inside a callback holds for what it registers, not for its neighbours", () => {
  const body = `
    const storage = new AsyncLocalStorage();
    let first, second;
    storage.run("one", () => (first = stores.capture()));
    storage.run("two", () => (second = stores.capture()));
    let again;
    stores.run(first, () => { see(storage.getStore()); storage.enterWith("changed"); again = stores.capture(); }, 0);
    stores.run(second, () => see(storage.getStore()), 0);
    stores.run(again, () => see(storage.getStore()), 0);
    see(storage.getStore());
  `;
  expect(seen(load, hooks, body, print)).toBe("one two changed undefined");
});

test("an error passes through, and the stores of the caller are back", () => {
  const body = `
    const storage = new AsyncLocalStorage();
    storage.enterWith("caller");
    const captured = stores.capture();
    storage.enterWith("caller now");
    try { stores.run(captured, (value) => { throw value; }, "thrown"); } catch (error) { see(error); }
    see(storage.getStore());
  `;
  expect(seen(load, hooks, body, print)).toBe("thrown caller now");
});
