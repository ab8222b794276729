/**
 * A request to an async generator: `next`, `throw` or `return`. It is itself the promise it gives, and holds the request that
 * follows it, so a request is one object.
 */
import { PENDING, STATE } from "./deferred.js";
import type { FunctionInfo } from "./function-info.js";
import type { LoopCore } from "./loop-core.js";
import { Promise } from "./promise.js";

export const NEXT = 0;
export const THROW = 1;
export const RETURN = 2;

/** Who answers requests. */
interface Answering {
  readonly loop: LoopCore;
  readonly info: FunctionInfo;
  cancelRequest(request: Request, reason: unknown, origin: object | null): boolean;
}

/** A request and its promise. Answers as a plain promise. */
export class Request extends Promise {
  declare kind: number;
  declare sent: unknown;
  declare following: Request | null;
  /** @internal */ declare body: Answering;

  /** Whose failure it carries, for stacks. */
  get info(): FunctionInfo {
    return this.body.info;
  }

  override requestCancel(reason: unknown, origin: object | null): boolean {
    if ((this.flags & STATE) !== PENDING) return false;
    return this.body.cancelRequest(this, reason, origin) || super.requestCancel(reason, origin);
  }
}

Object.defineProperty(Request.prototype, "constructor", { value: Promise });

type Fields = Pick<Request, "loop" | "flags" | "value" | "waiters" | "kind" | "sent" | "following" | "body">;

// One function that sets all fields: see task-record.ts.
const Made = function (this: Fields, body: Answering, kind: number, sent: unknown): void {
  this.loop = body.loop;
  this.flags = PENDING;
  this.value = undefined;
  this.waiters = null;
  this.kind = kind;
  this.sent = sent;
  this.following = null;
  this.body = body;
} as unknown as new (body: Answering, kind: number, sent: unknown) => Request;

Made.prototype = Request.prototype;

/** A request to `body`, with what is sent in. */
export function makeRequest(body: Answering, kind: number, sent: unknown): Request {
  return new Made(body, kind, sent);
}
