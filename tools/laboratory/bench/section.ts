// A section of the bench: rows that are measured together, and what it needs to be measured.
import type { PeerFiles } from "./peer-files.ts";
import type { Row } from "./row.ts";
import { type Subject, subjectDigest } from "./subject.ts";

export interface Section {
  /** Its heading. */
  title: string;
  /** Words that `--only` chooses it by, besides those of its heading. */
  words?: readonly string[];
  /** What it measures; none where that is the build itself. */
  subject?: Subject;
  /** Has it rows with a target? */
  isGate?: boolean;
  /** Has it rows that are the same on every machine? */
  isExact?: true;
  /**
   * Measures. `skip` is told each part that cannot be measured here, and why, in a sentence. `peers` has the files of
   * peers that no package brings.
   */
  measure: (skip: (reason: string) => void, peers: PeerFiles) => Promise<Row[]>;
}

/** The word that chooses the rows with a target. */
export const GATE = "gate";

/** The word that chooses the rows that are the same on every machine. */
export const EXACT = "exact";

/** The sections that a word chooses; all of them without one. */
export function chosenSections(sections: readonly Section[], word: string | undefined): Section[] {
  if (word === undefined) return [...sections];
  const wanted = word.toLowerCase();
  if (wanted === GATE) return sections.filter(({ isGate }) => isGate === true);
  if (wanted === EXACT) return sections.filter(({ isExact }) => isExact === true);
  return sections.filter(({ title, words = [] }) =>
    [title, ...words].some((text) => text.toLowerCase().includes(wanted)),
  );
}

/** All words that choose something, besides those of the headings. */
export function knownWords(sections: readonly Section[]): string[] {
  return [...new Set([GATE, EXACT, ...sections.flatMap(({ words = [] }) => words)])];
}

/** The digests of what the sections would measure now, by their titles. */
export async function subjectsNow(sections: readonly Section[]): Promise<ReadonlyMap<string, string>> {
  const now = new Map<string, string>();
  for (const { title, subject } of sections)
    if (subject !== undefined) now.set(title, await subjectDigest(subject));
  return now;
}
