/**
 * `crypto.randomUUID` and `crypto.getRandomValues` out of a world's chance. For tests only: nothing about it is secret.
 */
import type { WorldHolder } from "./world.js";

interface Bytes {
  readonly buffer: ArrayBufferLike;
  readonly byteOffset: number;
  readonly byteLength: number;
}

/** What stands for the two functions, by their names. */
export function virtualCrypto(holder: WorldHolder): Record<string, (...args: never[]) => unknown> {
  const byte = (): number => (holder.world.chance?.uint32() ?? 0) >>> 24;
  return {
    getRandomValues: <T extends Bytes>(array: T): T => {
      const name = integerArrayName(array);
      if (name === undefined) throw named("TypeMismatchError", "getRandomValues needs a typed array of integers");
      if (array.byteLength > 65536) {
        throw named(
          "QuotaExceededError",
          `getRandomValues fills up to 65536 bytes; ${array.byteLength} were asked for`,
        );
      }
      const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
      for (let i = 0; i < bytes.length; i += 1) bytes[i] = byte();
      return array;
    },
    randomUUID: () => {
      const bytes = Array.from({ length: 16 }, byte);
      bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
      bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
      const hex = bytes.map((value) => value.toString(16).padStart(2, "0")).join("");
      return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
    },
  };
}

function integerArrayName(array: unknown): string | undefined {
  if (!ArrayBuffer.isView(array)) return undefined;
  const name = (array as { [Symbol.toStringTag]?: string })[Symbol.toStringTag];
  return name !== undefined && /^(Big)?(Int|Uint)(8|16|32|64)(Clamped)?Array$/.test(name) ? name : undefined;
}

/** A `DOMException` where there is one. */
export function named(name: string, message: string): Error {
  const { DOMException } = globalThis as { DOMException?: new (message: string, name: string) => Error };
  if (DOMException !== undefined) return new DOMException(message, name);
  return Object.assign(new Error(message), { name });
}
