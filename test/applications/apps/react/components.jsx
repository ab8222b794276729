import { Component, Suspense, use, useActionState, useEffect, useOptimistic, useState, useTransition } from "react";
import { cached, load } from "./library.js";

/** An async effect that is aborted when it is of no use any more. */
export function Book({ id, log }) {
  const [state, setState] = useState({ status: "loading" });
  useEffect(() => {
    const controller = new AbortController();
    const run = async () => {
      try {
        const book = await load(id, { signal: controller.signal });
        setState({ status: "ready", book });
      } catch (error) {
        if (controller.signal.aborted) return log(`aborted ${id}`);
        setState({ status: "failed", error });
      } finally {
        log(`effect of ${id} is over`);
      }
    };
    setState({ status: "loading" });
    run();
    return () => controller.abort();
  }, [id, log]);
  if (state.status === "loading") return <p>loading {id}</p>;
  if (state.status === "failed") return <p role="alert">{state.error.message}</p>;
  return <h1>{state.book.title}</h1>;
}

function Title({ id }) {
  const { title } = use(cached(id));
  return <em>{title}</em>;
}

export class Boundary extends Component {
  state = { error: null };
  static getDerivedStateFromError = (error) => ({ error });
  render() {
    return this.state.error ? <p role="alert">{this.state.error.message}</p> : this.props.children;
  }
}

/** `use` of a promise under `Suspense`; a rejection goes to the boundary. */
export function Suspended({ id }) {
  return (
    <Boundary key={id}>
      <Suspense fallback={<p>waiting</p>}>
        <Title id={id} />
      </Suspense>
    </Boundary>
  );
}

/** Event handlers and actions that are async. */
export function Counter({ save, log }) {
  const [count, setCount] = useState(0);
  const [pending, startTransition] = useTransition();
  const [shown, addOptimistic] = useOptimistic(count, (state, by) => state + by);
  const [message, submit, submitting] = useActionState(async (before, form) => {
    const text = await save(form.get("text"));
    return `${before}${text};`;
  }, "");
  const add = () =>
    startTransition(async () => {
      addOptimistic(10);
      const next = await save(count + 1);
      log(`saved ${next}`);
      setCount(next);
    });
  return (
    <form action={submit}>
      <input name="text" defaultValue="hello" />
      <button type="button" onClick={add}>
        {shown}
        {pending ? " …" : ""}
      </button>
      <output>
        {message}
        {submitting ? " …" : ""}
      </output>
    </form>
  );
}

/** A chain of effects, each of which starts an async function that sets state several times. */
export function Steps({ log }) {
  const [steps, setSteps] = useState([]);
  useEffect(() => {
    let isCurrent = true;
    (async () => {
      for (let n = 1; n <= 3; n++) {
        await null;
        if (!isCurrent) return log("too late");
        setSteps((before) => [...before, n]);
      }
    })();
    return () => {
      isCurrent = false;
    };
  }, [log]);
  return <p>{steps.join(" ")}</p>;
}
