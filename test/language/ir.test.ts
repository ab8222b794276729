/** The IR of every fixture prints, and says something about every async function. */
import { fixtureFiles, coroutines, exactTasks, transpile } from "./load.js";

describe.each([exactTasks, coroutines])("$name", (variant) => {
  test.each(fixtureFiles())("%s", (file) => {
    const { ir } = transpile(file, variant);
    expect(ir).toMatch(/\S/);
    expect(ir).toContain(file);
    expect(ir).not.toContain("[object Object]");
  });
});
