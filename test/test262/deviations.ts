/**
 * The list of what is known to deviate, each with its reason, and the verdict on a run.
 *
 * The list cuts both ways: a failure that is not on it fails the run, and so does a file on it that passes, so that
 * it never says more than is true.
 */

export interface Deviation {
  /** Why these files fail, in a sentence. */
  readonly reason: string;
  /** The front end in which they do; both when it is not given. */
  readonly frontend?: string;
  readonly files: readonly string[];
}

/** What came of one file. */
export interface Result {
  readonly name: string;
  /** Does it pass as it is, on this engine? Files that do not are not counted. */
  readonly native: boolean;
  /** What went wrong compiled, by scenario; empty when it passes. */
  readonly failures: readonly string[];
}

export interface Verdict {
  readonly unexpectedFailures: readonly Result[];
  readonly unexpectedPasses: readonly string[];
  /** Named in the list twice for one front end. */
  readonly duplicates: readonly string[];
}

/** The reasons for one front end, by file. */
export function reasonsFor(frontend: string, list: readonly Deviation[]): ReadonlyMap<string, string> {
  return new Map(applying(frontend, list).flatMap(({ files, reason }) => files.map((file) => [file, reason] as const)));
}

export function judge(frontend: string, results: readonly Result[], list: readonly Deviation[]): Verdict {
  const reasons = reasonsFor(frontend, list);
  const counted = results.filter(({ native }) => native);
  const listed = applying(frontend, list).flatMap(({ files }) => files);
  return {
    unexpectedFailures: counted.filter(({ name, failures }) => failures.length > 0 && !reasons.has(name)),
    unexpectedPasses: counted
      .filter(({ name, failures }) => failures.length === 0 && reasons.has(name))
      .map(({ name }) => name),
    duplicates: listed.filter((name, index) => listed.indexOf(name) !== index),
  };
}

export function isClean({ unexpectedFailures, unexpectedPasses, duplicates }: Verdict): boolean {
  return unexpectedFailures.length + unexpectedPasses.length + duplicates.length === 0;
}

function applying(frontend: string, list: readonly Deviation[]): readonly Deviation[] {
  return list.filter((deviation) => (deviation.frontend ?? frontend) === frontend);
}
