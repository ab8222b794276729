// Before anything is imported: `Promise` is a function that throws. The core has to get by without it.
globalThis.Promise = function Promise() {
  throw new Error("the name `Promise` was used");
};
