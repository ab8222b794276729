// Loaded before a program that must not wait for real time.
for (const name of ["setTimeout", "setInterval", "setImmediate"]) {
  globalThis[name] = () => {
    throw new Error(`${name} was called.`);
  };
}
