// The tests of the components, written for a runner that calls them one after the other.
import { act, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { renderToReadableStream } from "react-dom/server.browser";
import { Book, Boundary, Counter, Steps, Suspended } from "./components.js";
import { arrival, deliver } from "./library.js";

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function render(element, use, record) {
  const container = document.body.appendChild(document.createElement("div"));
  const root = createRoot(container, {
    onCaughtError: ({ message }) => record("caught", message),
    onUncaughtError: ({ message }) => record("uncaught", message),
  });
  const show = async (next) => {
    await act(async () => root.render(next));
    record(container.innerHTML);
  };
  await show(element);
  await use({ container, show, root });
  await act(async () => root.unmount());
  container.remove();
}

export const stories = {
  async "an async effect"(record) {
    const log = (line) => record(line);
    await render(
      <Book id={1} log={log} />,
      async ({ container, show }) => {
        await act(async () => deliver());
        record(container.innerHTML);
        await show(<Book id={2} log={log} />);
        await show(<Book id={3} log={log} />);
        await act(() => pause(1).then(deliver));
        record(container.innerHTML);
      },
      record,
    );
  },
  async "an async effect in strict mode, unmounted early"(record) {
    await render(
      <StrictMode>
        <Book id={1} log={record} />
      </StrictMode>,
      async () => {},
      record,
    );
    deliver();
    await pause(1);
  },
  async "use and Suspense"(record) {
    await render(
      <Suspended id={1} />,
      async ({ container, show }) => {
        await act(async () => deliver());
        record(container.innerHTML);
        await show(<Suspended id={2} />);
        await act(async () => deliver());
        record(container.innerHTML);
        await show(<Suspended id={1} />);
        await show(<Suspended id={9} />);
        await act(async () => deliver());
        record(container.innerHTML);
      },
      record,
    );
  },
  async "transitions and actions"(record) {
    const save = async (value) => {
      await arrival();
      if (value === 3) throw new Error("three is not saved");
      return value;
    };
    await render(
      <Boundary>
        <Counter save={save} log={record} />
      </Boundary>,
      async ({ container }) => {
        const button = container.querySelector("button");
        for (let n = 1; n <= 2; n++) {
          await act(async () => button.click());
          record(container.innerHTML);
          await act(async () => deliver());
          record(container.innerHTML);
        }
        await act(async () => container.querySelector("form").requestSubmit());
        record(container.innerHTML);
        await act(async () => deliver());
        record(container.innerHTML);
        await act(async () => button.click());
        await act(async () => deliver());
        record(container.innerHTML);
      },
      record,
    );
  },
  async "state that is set after awaits in one act"(record) {
    await render(
      <Steps log={record} />,
      async ({ container }) => {
        record(container.textContent);
      },
      record,
    );
  },
  async "act gives the value and the error of its callback"(record) {
    record(await act(async () => (await pause(1), 42)));
    try {
      await act(async () => {
        await null;
        throw new RangeError("in act");
      });
    } catch (error) {
      record(`${error}`);
    }
    record(await act(async () => act(async () => "inner")));
  },
  async "an act that nobody awaits"(record) {
    const errors = [];
    const { error } = console;
    console.error = (text) => errors.push(String(text).slice(0, 60));
    act(async () => {});
    await pause(1);
    console.error = error;
    record(errors);
  },
  async "rendering to a stream"(record) {
    const onError = ({ message }) => void record(message);
    const stream = await renderToReadableStream(
      <main>
        <Suspended id={2} />
        <Suspended id={8} />
      </main>,
      { onError },
    );
    deliver();
    await stream.allReady;
    const html = await new Response(stream).text();
    record(html.replaceAll(/\n\s+at .*(?=[\n"])|\n\nRangeError.*/g, ""));
  },
};
