// What shows a statement: the tests whose names cite it, or the groups whose names do.
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
  /** The names down to the one that cites the statement, without what they cite. */
  names: readonly string[];
  /** That name is a group's: all its tests show the statement. */
  isGroup: boolean;
}

/** For each statement that is cited, what shows it: sorted by file, and in the order of the tests there. */
export function evidenceOf(tests: readonly PassedTest[]): Map<string, [Evidence, ...Evidence[]]> {
  const shown = new Map<string, [Evidence, ...Evidence[]]>();
  const seen = new Set<string>();
  for (const { file, names } of tests.toSorted(byFile)) {
    for (const [depth, name] of names.entries()) {
      const evidence: Evidence = {
        file,
        names: names
          .slice(0, depth + 1)
          .map(withoutCitations)
          .filter((one) => one !== ""),
        isGroup: depth + 1 < names.length,
      };
      for (const id of citationsIn(name)) {
        const key = JSON.stringify([id, evidence]);
        if (seen.has(key)) continue;
        seen.add(key);
        const before = shown.get(id);
        if (before === undefined) shown.set(id, [evidence]);
        else before.push(evidence);
      }
    }
  }
  return shown;
}

function byFile(a: PassedTest, b: PassedTest): number {
  if (a.file === b.file) return 0;
  return a.file < b.file ? -1 : 1;
}
