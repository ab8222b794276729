/** The browser host, on stand-ins for what a browser has and Node has not. */
import { ambientHost } from "../../../runtime/hosts/ambient.js";
import { browserHost } from "../../../runtime/hosts/browser.js";

const globals = globalThis as unknown as Record<string, unknown>;

function withGlobals<T>(replaced: Record<string, unknown>, body: () => T): T {
  const before = Object.keys(replaced).map(
    (name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const,
  );
  for (const [name, value] of Object.entries(replaced)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  try {
    return body();
  } finally {
    for (const [name, descriptor] of before) {
      if (descriptor === undefined) Reflect.deleteProperty(globals, name);
      else Object.defineProperty(globalThis, name, descriptor);
    }
  }
}

test("messages carry macrotasks, in order, and an error stops only its own", () => {
  const posted: (() => void)[] = [];
  class Channel {
    port1: { onmessage: (() => void) | null } = { onmessage: null };
    port2 = { postMessage: (): void => void posted.push(() => this.port1.onmessage?.()) };
  }
  const seen: string[] = [];
  withGlobals({ MessageChannel: Channel }, () => {
    const host = browserHost();
    host.macrotask(() => seen.push("first"));
    host.macrotask(() => {
      throw new Error("its own");
    });
    host.macrotask(() => seen.push("third"));
  });
  expect(posted).toHaveLength(3);
  posted[0]?.();
  expect(posted[1]).toThrow("its own");
  posted[2]?.();
  expect(seen).toEqual(["first", "third"]);
});

test("without MessageChannel a timeout does", () => {
  const delays: number[] = [];
  const setTimeout = (callback: () => void, delay: number): number => {
    delays.push(delay);
    callback();
    return 1;
  };
  const seen: string[] = [];
  withGlobals({ MessageChannel: undefined, setTimeout }, () => {
    browserHost().macrotask(() => seen.push("ran"));
  });
  expect([seen, delays]).toEqual([["ran"], [0]]);
});

test("without queueMicrotask the error says which host to use", () => {
  withGlobals({ queueMicrotask: undefined }, () => {
    expect(() => browserHost()).toThrow("use the manual host and step the loop yourself");
  });
});

test("an unseen failure is an unhandledrejection event, then the console", () => {
  const failure = new Error("unseen");
  const future = {};
  const seen: unknown[] = [];
  const console = { error: (...parts: unknown[]): void => void seen.push(parts), warn: (): void => {} };
  const listeners: ((event: { reason: unknown; promise: unknown; preventDefault(): void }) => void)[] = [];
  const dispatchEvent = (event: never): boolean => {
    for (const listener of listeners) listener(event);
    return true;
  };
  withGlobals({ console, dispatchEvent }, () => {
    const host = browserHost();
    host.reportUnhandled(failure, future);
    listeners.push((event) => {
      seen.push([event.reason === failure, event.promise === future]);
      event.preventDefault();
    });
    host.reportUnhandled(failure, future);
  });
  expect(seen).toEqual([
    ["Uncaught (in task)", failure],
    [true, true],
  ]);
});

test("the ambient host is Node's where there is Node, and the browser's elsewhere", () => {
  expect(ambientHost().name).toBe("node");
});

test("a page without process gets the browser host", () => {
  withGlobals({ process: undefined }, () => {
    jest.isolateModules(() => {
      const ambient = require("../../../runtime/hosts/ambient") as typeof import("../../../runtime/hosts/ambient.js");
      expect(ambient.ambientHost().name).toBe("browser");
    });
  });
});
