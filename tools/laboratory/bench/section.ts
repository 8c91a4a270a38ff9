// A section of the bench: rows that are measured together, and what it needs to be measured.
import type { PeerFiles } from "./peer-files.ts";
import type { Row } from "./row.ts";
import { type Subject, subjectDigest } from "./subject.ts";

export interface Section {
  /** Its heading. */
  title: string;
  /**
   * What it measures, by whose digest a figure is old; none where its figures are counts that are the same on
   * every machine.
   */
  subject?: Subject;
  /**
   * Measures. `skip` is told each part that cannot be measured here, and why, in a sentence. `peers` has the
   * files of peers that no package brings.
   */
  measure: (skip: (reason: string) => void, peers: PeerFiles) => Promise<Row[]>;
}

/** The word that chooses the sections whose figures are the same on every machine. */
export const EXACT = "exact";

/** The sections that a word chooses; all of them without one. */
export function chosenSections(sections: readonly Section[], word: string | undefined): Section[] {
  return sections.filter(
    ({ title, subject }) =>
      word === undefined ||
      (word === EXACT ? subject === undefined : title.toLowerCase().includes(word.toLowerCase())),
  );
}

/** The digests of what the sections would measure now, by their titles. */
export async function subjectsNow(sections: readonly Section[]): Promise<ReadonlyMap<string, string>> {
  const now = new Map<string, string>();
  for (const { title, subject } of sections)
    if (subject !== undefined) now.set(title, await subjectDigest(subject));
  return now;
}
