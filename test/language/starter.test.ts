/**
 * The 63 programs the project started from: TypeScript 5.9 to ES5 gets 56 of them right, Babel for IE 11 55,
 * regenerator alone 32. Each is the body of a function; its result as JSON must be the engine's.
 */
import { compileStarter, loadStarter, starterPrograms } from "./starter.js";
import { coroutines, exactTasks, native, relaxedTasks } from "./load.js";

describe.each([exactTasks, relaxedTasks, coroutines])("$name", (variant) => {
  test.each(Object.keys(starterPrograms()))("%s", async (name) => {
    const expected = JSON.stringify(await loadStarter(name, native)());
    const actual = JSON.stringify(await loadStarter(name, variant)());
    if (actual !== expected)
      throw new Error(`engine:   ${expected}\ncompiled: ${actual}\n\n${compileStarter(name, variant)}`);
  });
});

test("there are 63 of them", () => {
  expect(Object.keys(starterPrograms())).toHaveLength(63);
});
