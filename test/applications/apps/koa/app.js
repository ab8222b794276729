"use strict";
const Koa = require("koa");
const { PassThrough } = require("node:stream");

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Middleware in the way of Koa: a cascade of async functions, each with what is inside it. */
function compose(...middleware) {
  return (context, next) => {
    const dispatch = async (index) => {
      const step = index === middleware.length ? next : middleware[index];
      return step?.(context, () => dispatch(index + 1));
    };
    return dispatch(0);
  };
}

const route = (method, path, handler) => async (ctx, next) => {
  const match = ctx.method === method && new RegExp(`^${path}$`).exec(ctx.path);
  if (!match) return next();
  return handler(ctx, ...match.slice(1));
};

/** `log` receives what happens, in the order in which it happens. */
module.exports = function makeApp(log) {
  const app = new Koa();
  app.on("error", (error, ctx) => log(`error event: ${error.message} at ${ctx.path}`));

  app.use(async (ctx, next) => {
    log(`-> ${ctx.method} ${ctx.url}`);
    try {
      await next();
      log(`<- ${ctx.status}`);
    } finally {
      await pause(1);
      ctx.set("x-cascade", String(ctx.state.steps));
      log("finally");
    }
  });
  app.use(async (ctx, next) => {
    ctx.state.steps = 0;
    for (const before of [1, 2, 3]) ctx.state.steps += await before;
    const result = await next();
    ctx.state.steps *= 2;
    if (typeof result === "string") ctx.body ??= `returned: ${result}`;
  });
  // Turns errors of one kind into an answer, leaves the others to Koa.
  app.use(async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      await null;
      ctx.status = 422;
      ctx.body = { unprocessable: error.message };
    }
  });
  app.use(
    compose(
      route("GET", "/hello/(\\w+)", async (ctx, name) => {
        ctx.body = await Promise.race([pause(1).then(() => `hello ${name}`), pause(500)]);
      }),
      route("GET", "/json", async (ctx) => {
        const [a, b] = await Promise.allSettled([pause(1), Promise.reject(new Error("b"))]);
        ctx.body = { a: a.status, b: b.reason.message };
      }),
      route("POST", "/echo", async (ctx) => {
        const chunks = [];
        for await (const chunk of ctx.req) chunks.push(chunk);
        ctx.type = ctx.get("content-type");
        ctx.body = Buffer.concat(chunks);
      }),
      route("GET", "/stream", async (ctx) => {
        const stream = (ctx.body = new PassThrough());
        ctx.type = "text";
        (async () => {
          for (let n = 0; n < 5; n++) {
            stream.write(`${n} `);
            await pause(1);
          }
          stream.end("end");
        })();
      }),
      route("GET", "/throw/(\\d+)", async (ctx, status) => {
        await null;
        ctx.throw(Number(status), "thrown");
      }),
      route("GET", "/assert", async (ctx) => ctx.assert(await null, 401, "who?")),
      route("GET", "/range", async () => {
        await pause(1);
        throw new RangeError("out of range");
      }),
      route("GET", "/type", async () => {
        await null;
        undefined.x;
      }),
      route("GET", "/rejects", () =>
        Promise.reject(Object.assign(new Error("exposed"), { status: 409, expose: true })),
      ),
      route("GET", "/no-error", async () => {
        throw "only text";
      }),
    ),
  );
  app.use(async (ctx, next) => {
    if (ctx.path !== "/twice") return next();
    await next();
    await next();
  });
  app.use(async (ctx) => {
    if (ctx.path === "/nobody") return;
    ctx.body = `${ctx.path.slice(1)} is somewhere else`;
  });
  return app;
};
