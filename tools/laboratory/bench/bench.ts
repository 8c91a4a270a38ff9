// One run of the bench: measures the sections that are asked for, prints them, and says whether the gate is met.
import { checkExact, RECORD_IT } from "./exact-check.ts";
import type { PeerFiles } from "./peer-files.ts";
import { type BenchRecord, type MeasuredSection, withRecordedPeers } from "./record.ts";
import type { Row } from "./row.ts";
import { chosenSections, EXACT, GATE, type Section } from "./section.ts";
import { sectionLines } from "./table.ts";

export interface BenchOptions {
  /** Rows as JSON in place of tables. */
  json: boolean;
  /** A word that chooses sections; all without one. */
  only: string | undefined;
  /** Is a missed target a failure? */
  gate: boolean;
  /** Is an exact count that has grown a failure? Then a missed target is none. */
  check: boolean;
  peers: PeerFiles;
}

export interface BenchOutput {
  /** A line for whoever asked. */
  print: (line: string) => void;
  /** A line beside what was asked for: in JSON, the parts that were skipped. */
  remark: (line: string) => void;
  colour: boolean;
}

export interface BenchOutcome {
  /** 1 when a section has failed, a target is missed and the gate counts, or a count has grown and is checked. */
  exitCode: number;
  /** All rows of the sections that were chosen and have not failed. */
  measured: readonly MeasuredSection[];
}

const EXIT_MISSED = 1;

/** Runs. `record` has the figures of peers that are not there, and the counts to check against. */
export async function runBench(
  sections: readonly Section[],
  options: BenchOptions,
  output: BenchOutput,
  record: BenchRecord = [],
): Promise<BenchOutcome> {
  const measured: MeasuredSection[] = [];
  const shown: Row[] = [];
  const failures: string[] = [];
  for (const section of chosenSections(sections, options.only)) {
    try {
      const part = await measure(section, options.peers, record);
      const rows = part.rows.filter((row) => isChosen(row, options.only));
      measured.push(part);
      shown.push(...rows);
      if (options.json) for (const reason of part.skipped) output.remark(`skipped: ${part.title}: ${reason}`);
      else printSection({ ...part, rows }, output);
    } catch (error) {
      // What the others cost can still be told, and recorded.
      failures.push(`FAILED: ${section.title}: ${(error as Error).message}`);
    }
  }
  if (options.json) output.print(JSON.stringify(shown, undefined, 2));
  for (const failure of failures) output.remark(failure);
  const exitCode = options.check
    ? printCheck(measured, record, options, output)
    : printVerdict(shown, options, output);
  return { exitCode: failures.length > 0 ? EXIT_MISSED : exitCode, measured };
}

async function measure(section: Section, peers: PeerFiles, record: BenchRecord): Promise<MeasuredSection> {
  const skipped: string[] = [];
  const rows = await section.measure((reason) => skipped.push(reason), peers);
  const { title } = section;
  return { title, rows: withRecordedPeers(rows, record, title), skipped: [...new Set(skipped)] };
}

function isChosen({ target, exact }: Row, only: string | undefined): boolean {
  return (only !== GATE || target !== undefined) && (only !== EXACT || exact === true);
}

function printSection({ title, rows, skipped }: MeasuredSection, { print, colour }: BenchOutput): void {
  const lines = rows.length > 0 ? sectionLines(title, rows, colour) : [title];
  for (const line of lines) print(line);
  for (const reason of skipped) print(`skipped: ${reason}`);
  print("");
}

function printCheck(
  measured: readonly MeasuredSection[],
  record: BenchRecord,
  { json }: BenchOptions,
  { print, remark }: BenchOutput,
): number {
  const say = json ? remark : print;
  const { compared, faults, gains } = checkExact(measured, record);
  for (const line of [...faults, ...gains]) say(line);
  if (gains.length > 0) say(`What has shrunk can be recorded, so that it stays small: ${RECORD_IT}.`);
  say(
    `${compared} exact counts: ${faults.length} larger than recorded or in no record, ${gains.length} smaller.`,
  );
  return faults.length > 0 ? EXIT_MISSED : 0;
}

function printVerdict(all: readonly Row[], { json, gate }: BenchOptions, { print }: BenchOutput): number {
  const missed = all.filter(({ met }) => met === false);
  if (!json) print(verdict(all, missed));
  return gate && missed.length > 0 ? EXIT_MISSED : 0;
}

function verdict(all: readonly Row[], missed: readonly Row[]): string {
  const targets = all.filter(({ met }) => met !== undefined).length;
  if (targets === 0) return "No row here has a target.";
  if (missed.length === 0) return `All ${targets} targets are met.`;
  const names = missed.map(({ name, engine }) => `${name} (${engine})`);
  return `${missed.length} of ${targets} targets are missed: ${names.join("; ")}.`;
}
