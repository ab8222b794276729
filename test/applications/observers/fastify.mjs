// Sends requests to the Fastify application, injected and over a socket, and gives it hooks of the wrong arity.
import { observe } from "./observe.mjs";

observe(async (folder, record) => {
  const log = [];
  const { makeApp, wrongArities } = await import(`${folder}/app.js`);
  record("arities", await wrongArities());

  const app = await makeApp((line) => log.push(line));
  await app.ready();
  record("start", [...log]);
  const post = (payload, headers) => ({ method: "POST", url: "/transfer", payload, headers });
  const get = (url, headers) => ({ method: "GET", url, headers });
  const requests = [
    get("/balance/ann"),
    get("/balance/eve"),
    get("/balance/ann", { "x-stop": "throw" }),
    get("/balance/ann", { "x-stop": "reply" }),
    post({ from: "ann", to: "bob", amount: 30 }),
    post({ from: "ann", to: "bob", amount: "all" }, { "x-upper": "1" }),
    post({ from: "ann", to: "bob", amount: 1 }),
    post({ from: "ann" }),
    get("/user/me", { user: "bob" }),
    get("/user/me"),
    get("/user/me/sync", { user: "bob" }),
    ...["promise", "thenable", "later", "awaits-reply", "stream", "undefined", "fails", "rejects", "nowhere"].map(
      (name) => get(`/${name}`),
    ),
  ];
  for (const request of requests) {
    log.length = 0;
    const { statusCode, headers, body } = await app.inject(request);
    record(request, statusCode, headers["content-type"], headers["x-length"], body, [...log]);
  }

  const base = await app.listen({ port: 0 });
  const transfers = Array.from({ length: 60 }, (_, n) => {
    const body = JSON.stringify({ from: n % 2 ? "bob" : "cid", to: n % 3 ? "ann" : "bob", amount: n });
    return fetch(`${base}/transfer`, { method: "POST", headers: { "content-type": "application/json" }, body });
  });
  const answers = await Promise.all(transfers);
  record("60 at once", answers.filter(({ status }) => [200, 409, 500].includes(status)).length);
  const balances = await Promise.all(
    ["ann", "bob", "cid"].map(async (name) => (await fetch(`${base}/balance/${name}`)).json()),
  );
  record(
    "nothing lost",
    balances.reduce((sum, { balance }) => sum + balance, 0),
  );
  log.length = 0;
  await app.close();
  record("close", [...log]);
});
