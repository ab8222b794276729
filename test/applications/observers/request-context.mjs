// Serves many requests at once, and looks whether any of them saw the context of another.
//
//   node observers/request-context.mjs FOLDER before|after NUMBER <name of an entry>...
//
// "before": the compiled handlers, and with them the runtime, are loaded before any store is entered; "after": they are
// loaded inside the first request, whose store was entered by code that is not compiled.
import { once } from "node:events";
import { Agent, createServer, get } from "node:http";
import { observe } from "./observe.mjs";

observe(async (folder, record) => {
  const [loading, number, ...entries] = process.argv.slice(3);
  const count = Number(number);
  const load = () => Promise.all([import(`${folder}/entries.js`), import(`${folder}/handler.js`)]);
  // Awaited, so that no request waits for it: before the first store is entered, Node 20 to 22 do not tell apart who waits.
  let loaded = loading === "before" ? await load() : undefined;
  const { storage } = await import(`${folder}/context.js`);

  let barrier;
  const serve = async (entry, id) => {
    const [requests, handler] = await (loaded ??= load());
    barrier ??= handler.expect(count) ?? true;
    return requests.entries[entry](id);
  };
  let current;
  const server = createServer((request, response) => {
    const id = request.url.slice(1);
    const answer = (seen) => response.end(JSON.stringify(seen));
    const refuse = (error) => response.end(JSON.stringify({ error: error.stack }));
    const served = loading === "before" ? serve(current, id) : storage.run({ id: `early ${id}` }, serve, current, id);
    served.then(answer, refuse);
  });
  server.listen(0);
  await once(server, "listening");
  const agent = new Agent({ maxSockets: count });
  const { port } = server.address();
  const visit = (id) =>
    new Promise((resolve, reject) => {
      const request = get({ port, path: `/${id}`, agent }, async (response) => {
        let text = "";
        for await (const chunk of response) text += chunk;
        resolve(JSON.parse(text));
      });
      request.on("error", reject);
    });

  for (current of entries) {
    barrier = undefined;
    const answers = await Promise.all(Array.from({ length: count }, (_, n) => visit(`request-${n}`)));
    const stories = new Set();
    let foreign = 0;
    for (const [n, seen] of answers.entries()) {
      const text = JSON.stringify(seen).replaceAll(`request-${n}"`, 'own"');
      if (text.includes("request-")) foreign++;
      stories.add(text);
    }
    const [story] = stories;
    record({ entry: current, answers: answers.length, foreign, stories: stories.size, story: JSON.parse(story) });
  }
  agent.destroy();
  server.close();
});
