// One run of the bench: measures the sections that are asked for, prints them, and says whether their targets
// are met.
import type { PeerFiles } from "./peer-files.ts";
import { type BenchRecord, type MeasuredSection, withRecordedPeers } from "./record.ts";
import type { Row } from "./row.ts";
import { chosenSections, type Section } from "./section.ts";
import { isCounted, subjectDigest } from "./subject.ts";
import { sectionLines } from "./table.ts";

export interface BenchOptions {
  /** A word that chooses sections; all without one. */
  only: string | undefined;
  peers: PeerFiles;
}

export interface BenchOutput {
  print: (line: string) => void;
  colour: boolean;
}

export interface BenchOutcome {
  /** 1 when a section has failed, or a target is missed. */
  exitCode: number;
  /** All rows of the sections that were chosen and have not failed. */
  measured: readonly MeasuredSection[];
}

/** Runs. `record` has the figures of peers that are not there. */
export async function runBench(
  sections: readonly Section[],
  { only, peers }: BenchOptions,
  { print, colour }: BenchOutput,
  record: BenchRecord = [],
): Promise<BenchOutcome> {
  const measured: MeasuredSection[] = [];
  const failures: string[] = [];
  for (const section of chosenSections(sections, only)) {
    try {
      const part = await measureSection(section, peers, record);
      measured.push(part);
      const lines = part.rows.length > 0 ? sectionLines(part.title, part.rows, colour) : [part.title];
      for (const line of [...lines, ...part.skipped.map((reason) => `skipped: ${reason}`), ""]) print(line);
    } catch (error) {
      // What the others cost can still be told, and recorded.
      failures.push(`FAILED: ${section.title}: ${(error as Error).message}`);
    }
  }
  const rows = measured.flatMap((part) => part.rows).filter(({ met }) => met !== undefined);
  const missed = rows.filter(({ met }) => met === false);
  for (const line of [...failures, verdict(rows, missed)]) print(line);
  return { exitCode: failures.length + missed.length > 0 ? 1 : 0, measured };
}

/** Measures one section; rows of peers that are not there have their recorded figures. */
export async function measureSection(
  section: Section,
  peers: PeerFiles,
  record: BenchRecord,
): Promise<MeasuredSection> {
  const skipped: string[] = [];
  const rows = await section.measure((reason) => skipped.push(reason), peers);
  const { title, subject } = section;
  const image = subject === undefined || rows.length === 0 ? {} : { image: await subjectDigest(subject) };
  const isTimed = !isCounted(subject);
  return {
    title,
    rows: withRecordedPeers(rows, record, title),
    skipped: [...new Set(skipped)],
    isTimed,
    ...image,
  };
}

function verdict(rows: readonly Row[], missed: readonly Row[]): string {
  if (rows.length === 0) return "No row here has a target.";
  if (missed.length === 0) return `All ${rows.length} targets are met.`;
  const names = missed.map(({ name, engine }) => `${name} (${engine})`);
  return `${missed.length} of ${rows.length} targets are missed: ${names.join("; ")}.`;
}
