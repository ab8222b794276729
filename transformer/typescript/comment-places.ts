/**
 * Where comments may begin in a file. Most functions hold few or none, so most of a file need not be looked at when
 * comments are settled.
 *
 * Found by looking for the two characters: a `//` in a string counts as well, which costs time and changes nothing.
 */

export class CommentPlaces {
  readonly #text: string;
  readonly #starts: readonly number[];

  constructor(text: string) {
    this.#text = text;
    const starts: number[] = [];
    for (let at = text.indexOf("/"); at >= 0; at = text.indexOf("/", at + 1)) {
      const next = text.charCodeAt(at + 1);
      if (next === slash || next === star) starts.push(at);
    }
    this.#starts = starts;
  }

  /** Is there none at all? */
  get none(): boolean {
    return this.#starts.length === 0;
  }

  /**
   * May a comment be printed with what stands between `pos` and `end`? Comments in it count, and one that follows with
   * nothing but space between.
   */
  touch(pos: number, end: number): boolean {
    const next = this.#firstFrom(pos);
    if (next === undefined) return false;
    if (next < end) return true;
    let at = end;
    while (at < next && isSpace(this.#text.charCodeAt(at))) at += 1;
    return at === next;
  }

  #firstFrom(pos: number): number | undefined {
    const starts = this.#starts;
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] as number) < pos) low = middle + 1;
      else high = middle;
    }
    return starts[low];
  }
}

const slash = 47;
const star = 42;

/** Space, and what may be space. */
function isSpace(character: number): boolean {
  return character === 32 || (character >= 9 && character <= 13) || character > 127;
}
