"use strict";
const express = require("express");
const { Books, NotFound, pause } = require("./books");

/** `log` receives what happens, in the order in which it happens. */
module.exports = function makeApp(log) {
  const app = express();
  const books = new Books();
  app.use(express.json());

  app.use(async (req, res, next) => {
    log(`> ${req.method} ${req.url}`);
    res.locals.user = await Promise.resolve("somebody");
    next();
    log("the middleware goes on after next");
  });

  app.use("/private", async (req) => {
    await pause(1);
    if (req.get("authorization") !== "secret") throw Object.assign(new Error("who are you?"), { status: 401 });
    return "next"; // A value means nothing to Express: the request would hang.
  });

  app.param("id", async (req, res, next, id) => {
    req.book = await books.find(Number(id));
    next();
  });

  app.get("/books/:id", async (req, res) => {
    const [author, pages] = await Promise.all([books.author(req.book.author), req.book.title.length * 10]);
    res.json({ ...req.book, author, pages });
  });

  app.get("/books", async (req, res) => {
    res.type("application/x-ndjson");
    for await (const book of books) {
      if (!res.write(`${JSON.stringify(book)}\n`)) await new Promise((resolve) => res.once("drain", resolve));
      if (book.id === Number(req.query.until)) break;
    }
    res.end();
  });

  app.post("/books", async ({ body }, res) => res.status(201).json(await books.add(body)));

  // A router of its own, with handlers in a row, one of them skipped.
  const slow = express.Router({ mergeParams: true });
  slow.get(
    "/:ms",
    async (req, res, next) => {
      const late = pause(Number(req.params.ms)).then(() => "in time");
      const limit = new Promise((_, reject) => setTimeout(reject, 30, new Error("too slow")));
      res.locals.outcome = await Promise.race([late, limit]);
      next(req.query.skip ? "route" : undefined);
    },
    async (req, res) => void res.send(res.locals.outcome),
  );
  slow.get("/:ms", (req, res) => res.send("the other route"));
  app.use("/slow", slow);

  app.get("/throws/sync", async () => JSON.parse("{"));
  app.get("/throws/later", async () => {
    await null;
    throw new RangeError("later");
  });
  app.get("/throws/nothing", () => Promise.reject());
  app.get("/throws/text", async () => {
    throw "only text";
  });
  app.get("/throws/in-finally", async () => {
    try {
      await books.find(99);
    } finally {
      await null;
      log("cleaned up");
    }
  });
  app.get("/throws/aggregate", async () => Promise.any([books.find(98), books.author(99)]));
  app.get("/throws/after-headers", async (req, res) => {
    res.write("begun ");
    await pause(1);
    throw new Error("too late for a status");
  });
  app.get("/throws/twice", async () => {
    throw Object.assign(new Error("first"), { again: true });
  });
  app.get("/lookups", (req, res) => res.json({ lookups: books.lookups, listings: books.listings ?? 0 }));

  // Error middleware is async as well, and may fail itself.
  app.use(async (error, req, res, next) => {
    await null;
    log(`error: ${error?.name}: ${error?.message ?? error}`);
    if (res.headersSent) return next(error);
    if (error.again) throw new Error("second");
    if (error instanceof NotFound) return res.status(404).json({ error: error.message });
    next(error);
  });
  // eslint-disable-next-line no-unused-vars
  app.use((error, req, res, next) => {
    if (res.headersSent) return void res.destroy();
    const errors = error instanceof AggregateError ? error.errors.map(String) : undefined;
    res.status(error?.status ?? 500).json({ last: String(error?.message ?? error), errors });
  });
  return app;
};
