/**
 * `Date` on a world's clock, in UTC.
 *
 * The engine's dates stay the engine's: the constructor is replaced by one that makes real `Date` objects, and the methods
 * that ask for the local time zone are replaced, on the real prototype, by those that say UTC. So `instanceof Date` holds
 * for dates made before, meanwhile and after, and no time zone of the machine shows.
 */
import type { WorldHolder } from "./world.js";

type Method = (this: Date, ...args: never[]) => unknown;

const fields = ["Date", "Day", "FullYear", "Hours", "Milliseconds", "Minutes", "Month", "Seconds"];
const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A constructor like `RealDate` whose clock is the world's. */
export function virtualDate(RealDate: DateConstructor, holder: WorldHolder): DateConstructor {
  const now = (): number => Math.floor(holder.world.epoch + holder.world.now());
  function VirtualDate(this: unknown, ...args: unknown[]): unknown {
    if (new.target === undefined) return text(new RealDate(now()));
    return Reflect.construct(RealDate, [timeValue(RealDate, now, args)], new.target);
  }
  const statics = {
    now,
    parse: (text: string) => parse(RealDate, text),
    UTC: RealDate.UTC,
  };
  for (const [name, value] of Object.entries(statics)) {
    Object.defineProperty(VirtualDate, name, { value, writable: true, configurable: true });
  }
  Object.defineProperty(VirtualDate, "prototype", { value: RealDate.prototype, writable: false });
  Object.defineProperty(VirtualDate, "name", { value: "Date", configurable: true });
  Object.defineProperty(VirtualDate, "length", { value: 7, configurable: true });
  return VirtualDate as unknown as DateConstructor;
}

/** The methods of `Date.prototype` that depend on the time zone, in UTC. */
export function utcMethods(prototype: Date): Record<string, Method> {
  const known = prototype as unknown as Record<string, Method>;
  const methods: Record<string, Method> = {
    getTimezoneOffset: function (this: Date) {
      return valid(this) ? 0 : NaN;
    },
    toString: function (this: Date) {
      return text(this);
    },
    toDateString: function (this: Date) {
      return valid(this) ? dateText(this) : "Invalid Date";
    },
    toTimeString: function (this: Date) {
      return valid(this) ? timeText(this) : "Invalid Date";
    },
  };
  for (const field of fields) {
    methods[`get${field}`] = known[`getUTC${field}`] as Method;
    if (field !== "Day") methods[`set${field}`] = known[`setUTC${field}`] as Method;
  }
  for (const name of ["toLocaleString", "toLocaleDateString", "toLocaleTimeString"]) {
    const original = known[name] as (this: Date, locales: unknown, options: object) => unknown;
    methods[name] = function (this: Date, locales: unknown = "en-US", options: object = {}) {
      return original.call(this, locales, { timeZone: "UTC", ...options });
    };
  }
  return methods;
}

function timeValue(RealDate: DateConstructor, now: () => number, args: unknown[]): unknown {
  if (args.length === 0) return now();
  if (args.length > 1) return RealDate.UTC(...(args as [number, number]));
  const [only] = args;
  if (only instanceof RealDate) return only.getTime();
  const value = toPrimitive(only);
  return typeof value === "string" ? parse(RealDate, value) : value;
}

/** ECMAScript's ToPrimitive without a hint, as the constructor does it. */
function toPrimitive(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const convert = (value as { [Symbol.toPrimitive]?: (hint: string) => unknown })[Symbol.toPrimitive];
  if (typeof convert === "function") return convert.call(value, "default");
  const plain = value.valueOf();
  return typeof plain === "object" ? String(value) : plain;
}

/** A text without a time zone is UTC. (A date alone is already, by ECMAScript's rules.) */
function parse(RealDate: DateConstructor, text: string): number {
  const source = String(text).trim();
  if (/^[+-]?\d+(-\d\d){0,2}$/.test(source)) return RealDate.parse(source);
  if (/(Z|GMT|UTC?|[+-]\d\d:?\d\d)(\s*\([^)]*\))?$/i.test(source)) return RealDate.parse(source);
  const isoTime = /^[+-]?\d+-\d\d(-\d\d)?T/i.test(source);
  return RealDate.parse(isoTime ? `${source}Z` : `${source} UTC`);
}

function valid(date: Date): boolean {
  return !Number.isNaN(date.getTime());
}

function text(date: Date): string {
  return valid(date) ? `${dateText(date)} ${timeText(date)}` : "Invalid Date";
}

function dateText(date: Date): string {
  const year = date.getUTCFullYear();
  const sign = year < 0 ? "-" : "";
  const words = [
    days[date.getUTCDay()],
    months[date.getUTCMonth()],
    two(date.getUTCDate()),
    sign + String(Math.abs(year)).padStart(4, "0"),
  ];
  return words.join(" ");
}

function timeText(date: Date): string {
  const clock = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(":");
  return `${clock} GMT+0000 (Coordinated Universal Time)`;
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}
