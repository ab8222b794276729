// Gives the components a document, and tells the stories of the scenario.
import { JSDOM } from "jsdom";
import { observe } from "./observe.mjs";

const { window } = new JSDOM("<!doctype html><body></body>");
for (const name of ["window", "document", "navigator", "HTMLElement", "HTMLIFrameElement", "FormData", "Event"]) {
  Object.defineProperty(globalThis, name, { value: window[name], writable: true, configurable: true });
}
globalThis.IS_REACT_ACT_ENVIRONMENT = true;

observe(async (folder, record) => {
  const { stories } = await import(`${folder}/scenario.js`);
  for (const [name, story] of Object.entries(stories)) {
    const seen = [];
    await story((what) => seen.push(what)).catch((error) => seen.push(error.stack));
    record(name, seen);
  }
  // React's scheduler holds a port open.
  setImmediate(() => process.exit());
});
