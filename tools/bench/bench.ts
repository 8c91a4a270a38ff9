// One run of the bench: measures the sections that are asked for, prints them, and says whether the gate is met.
import type { PeerFiles } from "./peer-files.ts";
import type { Row } from "./row.ts";
import { chosenSections, GATE, type Section } from "./section.ts";
import { sectionLines } from "./table.ts";

export interface BenchOptions {
  /** Rows as JSON in place of tables. */
  json: boolean;
  /** A word that chooses sections; all without one. */
  only: string | undefined;
  /** Is a missed target a failure? */
  gate: boolean;
  peers: PeerFiles;
}

export interface BenchOutput {
  /** A line for whoever asked. */
  print: (line: string) => void;
  /** A line beside what was asked for: in JSON, the parts that were skipped. */
  remark: (line: string) => void;
  colour: boolean;
}

const EXIT_MISSED = 1;

/** Runs, and returns the exit code: 1 when a target is missed and the gate counts. */
export async function runBench(
  sections: readonly Section[],
  { json, only, gate, peers }: BenchOptions,
  output: BenchOutput,
): Promise<number> {
  const all: Row[] = [];
  for (const section of chosenSections(sections, only)) {
    const skipped: string[] = [];
    const measured = await section.measure((reason) => skipped.push(reason), peers);
    const rows = only === GATE ? measured.filter(({ target }) => target !== undefined) : measured;
    all.push(...rows);
    if (json) for (const reason of skipped) output.remark(`skipped: ${section.title}: ${reason}`);
    else printSection(section.title, rows, skipped, output);
  }
  const missed = all.filter(({ met }) => met === false);
  output.print(json ? JSON.stringify(all, undefined, 2) : verdict(all, missed));
  return gate && missed.length > 0 ? EXIT_MISSED : 0;
}

function printSection(
  title: string,
  rows: readonly Row[],
  skipped: readonly string[],
  { print, colour }: BenchOutput,
): void {
  const lines = rows.length > 0 ? sectionLines(title, rows, colour) : [title];
  for (const line of lines) print(line);
  for (const reason of skipped) print(`skipped: ${reason}`);
  print("");
}

function verdict(all: readonly Row[], missed: readonly Row[]): string {
  const targets = all.filter(({ target }) => target !== undefined).length;
  if (targets === 0) return "No row here has a target.";
  if (missed.length === 0) return `All ${targets} targets are met.`;
  const names = missed.map(({ name, engine }) => `${name} (${engine})`);
  return `${missed.length} of ${targets} targets are missed: ${names.join("; ")}.`;
}
