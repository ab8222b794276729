// Tells the stories of the application, one after the other, and then all at once.
import { format } from "node:util";
import { observe } from "./observe.mjs";

observe(async (folder, record) => {
  const { stories } = await import(`${folder}/app.js`);
  const tell = async (name) => {
    const log = [];
    const outcome = await stories[name]((...words) => log.push(format(...words))).then(
      (value) => ({ value }),
      (error) => ({ error: `${error.name}: ${error.message}`, code: error.code, cause: error.cause?.message }),
    );
    return [name, log, outcome];
  };
  const names = Object.keys(stories);
  for (const name of names) record(...(await tell(name)));
  record("at once", await Promise.all(names.map(tell)));
});
