/**
 * Finds the word that was meant.
 */

import { closest, distance } from "fastest-levenshtein";

/** The candidate nearest to `word`, when it is near enough to be a misspelling of it. */
export function didYouMean(word: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0) return undefined;
  const lower = word.toLowerCase();
  const best = closest(lower, candidates);
  return distance(lower, best.toLowerCase()) <= Math.max(2, Math.floor(best.length / 3)) ? best : undefined;
}
