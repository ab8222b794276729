// Lets the application ask `async` for everything it asks for.
import { createRequire } from "node:module";
import { observe } from "./observe.mjs";

observe(async (folder, record) => {
  const { stories } = createRequire(import.meta.url)(`${folder}/app.js`);
  for (const [name, story] of Object.entries(stories)) {
    // A library that takes an async function for one with a callback waits for ever.
    let timer;
    const late = new Promise((resolve) => (timer = setTimeout(resolve, 10_000, "hangs")));
    record(name, await Promise.race([story().catch(({ name, message }) => [name, message]), late]));
    clearTimeout(timer);
  }
});
