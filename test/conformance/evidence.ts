// Evidence for a statement: the tests whose names cite it, or the groups whose names do.
import { citationsIn, withoutCitations } from "./citations.ts";

/** A test that ran and passed. */
export interface PassedTest {
  /** From the package's folder on. */
  file: string;
  /** Its groups' names, outermost first, and its own. */
  names: readonly string[];
}

export interface Evidence {
  file: string;
  /** The name that cites the statement, without what it cites. */
  name: string;
}

/** For each statement of a standard that is cited, the first name of each file that cites it: sorted by file. */
export function evidenceOf(
  tests: readonly PassedTest[],
  tag: string,
): Map<string, [Evidence, ...Evidence[]]> {
  const shown = new Map<string, [Evidence, ...Evidence[]]>();
  for (const { file, names } of tests.toSorted(byFile)) {
    for (const name of names) {
      for (const id of citationsIn(name, tag)) {
        const evidence: Evidence = { file, name: withoutCitations(name) };
        const before = shown.get(id);
        if (before === undefined) shown.set(id, [evidence]);
        else if (before.at(-1)?.file !== file) before.push(evidence);
      }
    }
  }
  return shown;
}

function byFile(a: PassedTest, b: PassedTest): number {
  if (a.file === b.file) return 0;
  return a.file < b.file ? -1 : 1;
}
