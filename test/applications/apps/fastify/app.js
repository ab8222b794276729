import { Readable } from "node:stream";
import Fastify from "fastify";
import { accounts } from "./accounts.js";

async function* entries() {
  yield ["ann", 100];
  await null;
  yield* [
    ["bob", 50],
    ["cid", 0],
  ];
}

/** `log` receives what happens, in the order in which it happens. */
export async function makeApp(log) {
  const app = Fastify({ logger: false });

  // Every hook of a request, async.
  app.addHook("onRequest", async (request) => {
    log(`onRequest ${request.url}`);
    await null;
    if (request.headers["x-stop"] === "throw") throw Object.assign(new Error("stopped"), { statusCode: 418 });
  });
  app.addHook("onRequest", async (request, reply) => {
    if (request.headers["x-stop"] === "reply") return reply.code(202).send({ early: await Promise.resolve(true) });
  });
  app.addHook("preParsing", async (request, reply, payload) => {
    await null;
    if (request.headers["x-upper"] === undefined) return payload;
    const upper = payload.pipe(new (await import("node:stream")).PassThrough());
    upper.receivedEncodedLength = Number(request.headers["content-length"]);
    return upper;
  });
  app.addHook("preValidation", async (request) => {
    if (request.body?.amount === "all") request.body.amount = await app.accounts.balance(request.body.from);
  });
  app.addHook("preHandler", async () => log("preHandler"));
  app.addHook("preSerialization", async (request, reply, payload) => {
    await null;
    return payload.error ? payload : { ...payload, seen: true };
  });
  app.addHook("onSend", async (request, reply, payload) => {
    reply.header("x-length", typeof payload === "string" ? payload.length : "stream");
    return typeof payload === "string" ? payload.replace("ann", "Ann") : payload;
  });
  app.addHook("onResponse", async (request, reply) => log(`onResponse ${reply.statusCode}`));
  app.addHook("onError", async (request, reply, error) => {
    await null;
    log(`onError ${error.message}`);
  });
  app.addHook("onRoute", ({ url }) => log(`onRoute ${url}`));

  app.setErrorHandler(async (error, request, reply) => {
    await null;
    reply.code(error.statusCode ?? 500);
    if (error.code === "POOR") throw new Error("the error handler fails");
    return { error: error.message, name: error.name };
  });
  app.setNotFoundHandler(async (request) => ({ nothing: request.url }));

  app.decorateRequest("user", null);
  await app.register(accounts, { entries, log });

  // A plugin with a prefix and hooks of its own.
  await app.register(
    async (scope) => {
      scope.addHook("preHandler", async (request) => {
        request.user = await new Promise((resolve) => setImmediate(resolve, request.headers.user ?? "nobody"));
      });
      scope.get("/me", async ({ user }) => ({ user, balance: await scope.accounts.balance(user) }));
      scope.get("/me/sync", ({ user }, reply) => void reply.send({ user }));
    },
    { prefix: "/user" },
  );

  const body = {
    type: "object",
    required: ["from", "to", "amount"],
    properties: { from: { type: "string" }, to: { type: "string" }, amount: { type: "number" } },
  };
  app.post("/transfer", { schema: { body } }, async ({ body: { from, to, amount } }) =>
    app.accounts.transfer(from, to, amount),
  );
  app.get("/balance/:name", async ({ params }) => ({ balance: await app.accounts.balance(params.name) }));
  app.get("/promise", () => Promise.resolve({ plain: "promise" }));
  app.get("/thenable", () => ({ then: (resolve) => setTimeout(resolve, 1, { thenable: true }) }));
  app.get("/later", (request, reply) => {
    setTimeout(async () => reply.send({ later: await null }), 1);
  });
  app.get("/awaits-reply", async (request, reply) => {
    setTimeout(() => reply.send({ sent: "by itself" }), 1);
    await reply;
    log("the reply was sent");
  });
  app.get("/stream", async (request, reply) => {
    reply.type("text/plain");
    return Readable.from(
      (async function* () {
        for await (const [name] of entries()) yield `${name}\n`;
      })(),
    );
  });
  app.get("/undefined", async () => {});
  app.get("/fails", async () => {
    await null;
    throw new TypeError("on purpose");
  });
  app.get("/rejects", () => Promise.reject(new RangeError("plain")));
  return app;
}

/** What Fastify says to hooks and plugins that take a callback and are async as well. */
export async function wrongArities() {
  const answers = {};
  for (const hook of ["onRequest", "preHandler", "onResponse"]) {
    answers[hook] = message(() => Fastify().addHook(hook, async (request, reply, done) => done()));
  }
  answers.onSend = message(() => Fastify().addHook("onSend", async (request, reply, payload, done) => done()));
  answers.onReady = message(() => Fastify().addHook("onReady", async (done) => done()));
  answers.method = message(() => Fastify().addHook("onRequest", { async hook(request, reply, done) {} }.hook));
  answers.right = message(() => Fastify().addHook("onRequest", async (request, reply) => {}));
  answers.callback = message(() => Fastify().addHook("onRequest", (request, reply, done) => done()));
  answers.plugin = await Fastify()
    .register(async (app, options, done) => done())
    .ready()
    .then(
      () => "accepted",
      ({ code, message }) => [code, message],
    );
  return answers;

  function message(add) {
    try {
      add();
      return "accepted";
    } catch ({ code, message }) {
      return [code, message];
    }
  }
}
