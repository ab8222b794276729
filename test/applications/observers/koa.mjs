// Visits the Koa application.
import { once } from "node:events";
import { createRequire } from "node:module";
import { observe } from "./observe.mjs";

observe(async (folder, record) => {
  const log = [];
  const app = createRequire(import.meta.url)(`${folder}/app.js`)((line) => log.push(line));
  const server = app.listen(0);
  await once(server, "listening");
  const base = `http://localhost:${server.address().port}`;
  const visit = async (path, options) => {
    const response = await fetch(base + path, options);
    const { status, headers } = response;
    return [status, headers.get("content-type"), headers.get("x-cascade"), await response.text()];
  };
  const paths = [
    "hello/you",
    "json",
    "stream",
    "throw/403",
    "throw/500",
    "assert",
    "range",
    "type",
    "rejects",
    "no-error",
  ];
  for (const path of [...paths, "twice", "nobody", "elsewhere"]) {
    log.length = 0;
    record(path, await visit(`/${path}`), [...log]);
  }
  record("echo", await visit("/echo", { method: "POST", body: "x".repeat(200_000) }));
  const many = Array.from({ length: 100 }, (_, n) => visit(`/hello/visitor${n}`));
  record(
    "100 at once",
    (await Promise.all(many)).map(([status, , , text]) => `${status} ${text}`),
  );
  server.closeAllConnections();
  server.close();
});
