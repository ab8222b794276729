/** Refuses a time slice that is no duration: NaN would make every drain endless, a negative one would make it crawl. */
export function checkSlice(slice: number): number {
  if (slice >= 0) return slice;
  throw new RangeError(`slice must be a number of milliseconds, 0 or more, or Infinity; got ${slice}`);
}
