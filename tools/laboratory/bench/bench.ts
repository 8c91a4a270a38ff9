// One run of the bench: measures the sections that are asked for, prints them, and says whether the gate is met.
import type { PeerFiles } from "./peer-files.ts";
import { type BenchRecord, type MeasuredSection, withRecordedPeers } from "./record.ts";
import type { Row } from "./row.ts";
import { chosenSections, EXACT, GATE, type Section } from "./section.ts";
import { subjectDigest } from "./subject.ts";
import { sectionLines } from "./table.ts";

export interface BenchOptions {
  /** A word that chooses sections; all without one. */
  only: string | undefined;
  /** Is a missed target a failure? */
  gate: boolean;
  peers: PeerFiles;
}

export interface BenchOutput {
  print: (line: string) => void;
  /** A line beside what was asked for: what has failed. */
  remark: (line: string) => void;
  colour: boolean;
}

export interface BenchOutcome {
  /** 1 when a section has failed, or a target is missed and the gate counts. */
  exitCode: number;
  /** All rows of the sections that were chosen and have not failed. */
  measured: readonly MeasuredSection[];
}

const EXIT_MISSED = 1;

/** Runs. `record` has the figures of peers that are not there. */
export async function runBench(
  sections: readonly Section[],
  { only, gate, peers }: BenchOptions,
  output: BenchOutput,
  record: BenchRecord = [],
): Promise<BenchOutcome> {
  const measured: MeasuredSection[] = [];
  const shown: Row[] = [];
  const failures: string[] = [];
  for (const section of chosenSections(sections, only)) {
    try {
      const part = await measureSection(section, peers, record);
      const rows = part.rows.filter((row) => isChosen(row, only));
      measured.push(part);
      shown.push(...rows);
      printSection({ ...part, rows }, output);
    } catch (error) {
      // What the others cost can still be told, and recorded.
      failures.push(`FAILED: ${section.title}: ${(error as Error).message}`);
    }
  }
  for (const failure of failures) output.remark(failure);
  const missed = shown.filter(({ met }) => met === false);
  output.print(verdict(shown, missed));
  const isMissed = failures.length > 0 || (gate && missed.length > 0);
  return { exitCode: isMissed ? EXIT_MISSED : 0, measured };
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
  return { title, rows: withRecordedPeers(rows, record, title), skipped: [...new Set(skipped)], ...image };
}

function isChosen({ target, exact }: Row, only: string | undefined): boolean {
  return (only !== GATE || target !== undefined) && (only !== EXACT || exact === true);
}

function printSection({ title, rows, skipped }: MeasuredSection, { print, colour }: BenchOutput): void {
  const lines = rows.length > 0 ? sectionLines(title, rows, colour) : [title];
  for (const line of [...lines, ...skipped.map((reason) => `skipped: ${reason}`), ""]) print(line);
}

function verdict(all: readonly Row[], missed: readonly Row[]): string {
  const targets = all.filter(({ met }) => met !== undefined).length;
  if (targets === 0) return "No row here has a target.";
  if (missed.length === 0) return `All ${targets} targets are met.`;
  const names = missed.map(({ name, engine }) => `${name} (${engine})`);
  return `${missed.length} of ${targets} targets are missed: ${names.join("; ")}.`;
}
