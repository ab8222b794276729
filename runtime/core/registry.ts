/**
 * One state per realm, even when two copies of this package are loaded in it (an ESM and a CommonJS one, say): which loop
 * runs, which task runs, which context is current. Two copies that each had their own would not see each other's tasks.
 *
 * Every module that needs such state asks for it here by a name; the first asker makes it, later ones get the same object.
 * The property's version rises when the shape of anything shared changes, so that different versions stay apart.
 */

const key = Symbol.for("tsyncio@1");

type Shared = Record<string, unknown>;

function realmRecord(): Shared {
  const holder = globalThis as unknown as Record<symbol, Shared | undefined>;
  const existing = holder[key];
  if (existing !== undefined) return existing;
  const made: Shared = Object.create(null) as Shared;
  Object.defineProperty(globalThis, key, { value: made, enumerable: false, configurable: true, writable: false });
  return made;
}

const record = realmRecord();

/** The realm's one `name`, made by `make` when nobody asked before. */
export function shared<T>(name: string, make: () => T): T {
  if (!(name in record)) record[name] = make();
  return record[name] as T;
}
