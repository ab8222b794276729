/** Applications built on frameworks and on Node's own modules behave the same natively and compiled. */
import { compiled, observe } from "./variants.js";

// How many things the observer records at least.
const applications = { express: 27, fastify: 22, koa: 15, react: 8, async: 18, streams: 25 };

describe.each(Object.entries(applications))("%s", (application, count) => {
  const native = observe("native", application);

  test("shows what it is meant to", () => {
    expect(native.seen.length).toBeGreaterThanOrEqual(count);
    expect(native.stderr).toBe("");
    expect(JSON.stringify(native.seen)).not.toMatch(/"hangs"|"unhandled"|"warning"/);
  });

  test.each(compiled)(
    "is the same compiled by Babel %s",
    (major) => {
      const { seen, stderr } = observe(major, application);
      expect(seen).toEqual(native.seen);
      expect(stderr).toBe("");
    },
    240_000,
  );
});
