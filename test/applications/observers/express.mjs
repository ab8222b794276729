// Visits the Express application: one request after the other, then many at once.
import { once } from "node:events";
import { createRequire } from "node:module";
import { observe } from "./observe.mjs";

observe(async (folder, record) => {
  const log = [];
  const makeApp = createRequire(import.meta.url)(`${folder}/app.js`);
  const server = makeApp((line) => log.push(line)).listen(0);
  await once(server, "listening");
  const base = `http://localhost:${server.address().port}`;

  async function visit(path, options) {
    try {
      const response = await fetch(base + path, options);
      return [response.status, response.headers.get("content-type"), await response.text()];
    } catch (error) {
      return [error.name, error.message, error.cause?.code];
    }
  }
  const post = (body) => ({ method: "POST", headers: { "content-type": "application/json" }, body });

  const requests = [
    ["/books/1"],
    ["/books/2"],
    ["/books/77"],
    ["/books"],
    ["/books?until=2"],
    ["/books", post('{"title":"Silas Marner","author":2}')],
    ["/books/4"],
    ["/books", post('{"author":2}')],
    ["/books", post('{"title":"?","author":9}')],
    ["/books", post("{")],
    ["/private"],
    ["/private", { headers: { authorization: "secret" }, signal: AbortSignal.timeout(2_000) }],
    ["/slow/1"],
    ["/slow/1?skip=1"],
    ["/slow/80"],
    ...["sync", "later", "nothing", "text", "in-finally", "aggregate", "after-headers", "twice"].map((kind) => [
      `/throws/${kind}`,
    ]),
    ["/nowhere"],
    ["/lookups"],
  ];
  for (const [path, options] of requests) {
    log.length = 0;
    record(path, await visit(path, options), [...log]);
  }
  const many = Array.from({ length: 100 }, (_, n) => visit(`/books/${(n % 5) + 1}`));
  record("100 at once", await Promise.all(many));
  record("lookups", await visit("/lookups"));
  server.closeAllConnections();
  server.close();
});
