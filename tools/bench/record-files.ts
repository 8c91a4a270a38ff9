// The files of the record: docs/performance.json, which the bench reads again, and what people read of it.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BenchRecord } from "./record.ts";
import { headlineTable, recordTables } from "./record-tables.ts";

const DATA = join("docs", "performance.json");
const PAGE = join("docs", "performance.md");
const README = "README.md";

/** Between these the bench writes; what stands around them is its authors'. */
const BEGIN = "<!-- bench -->";
const END = "<!-- /bench -->";

/** The record of the package in `folder`; empty where there is none. */
export function readRecord(folder: string): BenchRecord {
  const file = join(folder, DATA);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as BenchRecord) : [];
}

/** Writes the record, the tables of docs/performance.md, and README's short one. */
export function writeRecord(folder: string, record: BenchRecord): void {
  for (const [name, text] of recordPages(folder, record)) writeFileSync(join(folder, name), text);
}

/** The record's files as they have to be, by their names. */
export function recordPages(folder: string, record: BenchRecord): [name: string, text: string][] {
  return [
    [DATA, `${JSON.stringify(record, undefined, 2)}\n`],
    [PAGE, withinMarkers(folder, PAGE, recordTables(record))],
    [README, withinMarkers(folder, README, headlineTable(record))],
  ];
}

/** The file's text with `tables` between its markers. */
function withinMarkers(folder: string, name: string, tables: string): string {
  const text = readFileSync(join(folder, name), "utf8");
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin)
    throw new Error(
      `${name} has no place for the bench's tables: it needs a line ${BEGIN} and below it a line ${END}.`,
    );
  return `${text.substring(0, begin + BEGIN.length)}\n\n${tables}\n\n${text.substring(end)}`;
}
