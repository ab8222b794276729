/**
 * Numbers that look random and are the same for the same seed on every engine: sfc32 (Chris Doty-Humphrey's small fast
 * chaotic generator), seeded through splitmix32. 32-bit integer arithmetic only, which ECMAScript defines to the bit.
 *
 * One seed gives several independent streams, so that drawing a number in the program under test (`Math.random`) does not
 * move the scheduler's choices.
 */

/** A stream of numbers. */
export class Random {
  #a = 0;
  #b = 0;
  #c = 0;
  #counter = 1;

  /**
   * @param seed any number; its 64 bits count
   * @param stream which of the seed's streams
   */
  constructor(seed: number, stream = 0) {
    this.reseed(seed, stream);
  }

  /** Begins again, as if just made. */
  reseed(seed: number, stream: number): void {
    let state = mix(lowWord(seed) ^ mix(highWord(seed) ^ mix(stream)));
    this.#a = state = mix(state + golden);
    this.#b = state = mix(state + golden);
    this.#c = mix(state + golden);
    this.#counter = 1;
    for (let i = 0; i < 12; i += 1) this.uint32();
  }

  /** An integer from 0 to 2^32 - 1. */
  uint32(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** An integer from 0 to `n` - 1. */
  below(n: number): number {
    return Math.floor((this.uint32() / 0x1_0000_0000) * n);
  }

  /** A number from 0 to 1, without 1, with 53 random bits: what `Math.random` gives. */
  fraction(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 0x400_0000 + low) / 0x20_0000_0000_0000;
  }
}

const golden = 0x9e37_79b9;

/** splitmix32's finaliser: every bit of the input changes about half of the output's. */
function mix(value: number): number {
  let z = value | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0_aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a_2d97);
  return (z ^ (z >>> 15)) | 0;
}

function lowWord(seed: number): number {
  return seed | 0;
}

/** What tells seeds apart that agree in their lowest 32 bits as integers. */
function highWord(seed: number): number {
  const rest = Math.floor(seed / 0x1_0000_0000);
  const fraction = seed - Math.floor(seed);
  return (rest | 0) ^ Math.floor(fraction * 0x1_0000_0000);
}
