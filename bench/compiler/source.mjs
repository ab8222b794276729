// Generated programs: a third of the functions are async, and each of those uses one of the forms that a compiler has to
// take apart. The text depends on the number of lines only. Names are drawn from a list by a small generator of
// pseudo-random numbers: a file that only repeats itself would compress as no program does.
import { readFileSync } from "node:fs";

const words = (
  "account amount answer balance batch buffer cache channel client count cursor customer delay depth draft element entry " +
  "event factor field filter folder frame group header index invoice item journal label latest ledger limit margin market " +
  "member message method minute model network notice number offer option order origin owner packet page parcel parent " +
  "partner payment period policy position price product profile query quota range reason record region report request " +
  "result route sample schedule score section session shipment signal source state status stock stream summary supplier " +
  "table target tariff ticket token topic total transfer update user value vendor version volume voucher warehouse window"
).split(" ");

const capital = (word) => word[0].toUpperCase() + word.slice(1);

class Names {
  #state = 1;
  #made = 0;

  #draw() {
    // Numerical Recipes' linear congruential generator.
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return words[(this.#state >>> 8) % words.length];
  }

  /** Each `@name` of a piece becomes two words, the same ones wherever it stands in the piece. */
  fill(piece) {
    const chosen = new Map();
    return piece.replaceAll(/@(\w+)/g, (_, name) => {
      if (!chosen.has(name)) chosen.set(name, this.#choose(name, chosen));
      return chosen.get(name);
    });
  }

  #choose(name, chosen) {
    // Names of functions and classes are the module's: no two are the same.
    if (name === "fn") return `${this.#draw()}${capital(this.#draw())}${++this.#made}`;
    if (name === "Fn") return `${capital(this.#draw())}${capital(this.#draw())}${++this.#made}`;
    for (;;) {
      const made = this.#draw() + capital(this.#draw());
      if (![...chosen.values()].includes(made)) return made;
    }
  }
}

const [synchronous, asynchronous] = readFileSync(new URL("pieces.txt", import.meta.url), "utf8")
  .split("===\n")
  .map((group) => group.split("---\n"));

const header = `export interface Row { readonly name: string; readonly values: readonly number[] }
export interface Tree { readonly value: number; readonly children?: readonly Tree[] }
export interface Source {
  find(id: number): Promise<Row | undefined>;
  put(row: Row): Promise<boolean>;
  release(row: Row): Promise<void>;
  count(name: string): Promise<number>;
  all(): AsyncIterable<Row>;
}
declare const console: { warn(...values: unknown[]): void };
`;

const linesOf = (text) => text.split("\n").length - 1;

/** A module of about that many lines. */
export function program(lines) {
  const names = new Names();
  const parts = [header];
  let written = linesOf(header);
  for (let n = 0; written < lines; n++) {
    // Two synchronous pieces, then an asynchronous one.
    const isAsync = n % 3 === 2;
    const pieces = isAsync ? asynchronous : synchronous;
    const turn = isAsync ? (n - 2) / 3 : n - Math.floor(n / 3);
    const text = names.fill(pieces[turn % pieces.length]);
    parts.push(text);
    written += linesOf(text);
  }
  return parts.join("");
}
