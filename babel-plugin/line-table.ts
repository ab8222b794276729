/**
 * Lines and columns of offsets.
 */

/** A 1-based place in a text. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * Makes the function that finds an offset's place.
 *
 * @param firstLine the number of the text's first line, when the text was cut out of a larger file
 */
export function lineTable(text: string, firstLine = 1): (offset: number) => Position {
  const starts = [0];
  for (const { index, 0: end } of text.matchAll(/\r\n|[\n\r\u2028\u2029]/g)) starts.push(index + end.length);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + firstLine, column: offset - (starts[low] ?? 0) + 1 };
  };
}
