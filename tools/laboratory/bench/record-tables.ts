// The record as Markdown: all rows of docs/performance.md, and the short table above them.
import { answers, HEADLINES, headlineRow } from "./headlines.ts";
import { numberText } from "./number-text.ts";
import type { BenchRecord, RecordedRow, RecordedSection } from "./record.ts";
import { targetText } from "./row.ts";

/** A table for each section. */
export function recordTables(record: BenchRecord): string {
  return record.map(sectionTable).join("\n\n");
}

/** What readers ask, and the answers. */
export function answerTable(record: BenchRecord): string {
  const lines = answers(record).map(({ question, row }) => [
    question,
    amountText(row),
    besideText(row),
    row.ratio === undefined ? "" : `${Math.round(100 * row.ratio)} %`,
  ]);
  return table(["what", "ringmote", "beside", "of that"], lines);
}

/** One line for each headline that the record has a row for. */
export function headlineTable(record: BenchRecord): string {
  const lines = HEADLINES.flatMap((headline) => {
    const row = headlineRow(record, headline);
    return row === undefined
      ? []
      : [[headline.what, amountText(row), besideText(row), ratioText(row), aimText(row)]];
  });
  return table(["what", "ringmote", "beside", "ratio", "target"], lines);
}

function sectionTable({ title, rows }: RecordedSection): string {
  const hasPeers = rows.some(({ peer }) => peer !== undefined);
  const headers = [
    "what",
    "engine",
    "ours",
    "unit",
    ...(hasPeers ? ["peer", "theirs", "ratio"] : []),
    "target",
    "met",
    "date",
  ];
  const lines = rows.map((row) => [
    row.name,
    row.engine,
    numberText(row.ours),
    row.unit,
    ...(hasPeers ? [row.peer ?? "", theirsText(row), ratioText(row)] : []),
    row.target === undefined ? "" : targetText(row.target),
    metText(row),
    row.date,
  ]);
  return `### ${title}\n\n${table(headers, lines)}`;
}

function table(headers: readonly string[], lines: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(headers), line(headers.map(() => "---")), ...lines.map(line)].join("\n");
}

function amountText({ ours, unit }: RecordedRow): string {
  return `${numberText(ours)} ${ours === 1 ? unit : `${unit}s`}`;
}

/** A figure that is older than the row says so. */
function theirsText({ value, peerDate }: RecordedRow): string {
  if (value === undefined) return "";
  return peerDate === undefined ? numberText(value) : `${numberText(value)} (${peerDate})`;
}

function besideText(row: RecordedRow): string {
  return row.peer === undefined ? "" : `${row.peer} ${theirsText(row)}`.trimEnd();
}

function ratioText({ ratio }: RecordedRow): string {
  return ratio === undefined ? "" : ratio.toFixed(ratio < 0.1 ? 3 : 2);
}

function metText({ met }: RecordedRow): string {
  return met === undefined ? "" : met ? "met" : "missed";
}

function aimText(row: RecordedRow): string {
  return row.target === undefined ? "" : `${targetText(row.target)}: ${metText(row)}`;
}
