// The record as Markdown: the table of docs/performance.md, and all rows.
import { HEADLINES, headlineRow } from "./headlines.ts";
import { numberText } from "./number-text.ts";
import type { ShownRecord, ShownRow } from "./record.ts";
import { targetText } from "./row.ts";

/** A table for each section. */
export function recordTables(record: ShownRecord): string {
  return record.map(sectionTable).join("\n\n");
}

/** One line for each headline that the record has a row for. */
export function headlineTable(record: ShownRecord): string {
  const lines = HEADLINES.flatMap((headline) => {
    const row = headlineRow(record, headline);
    return row === undefined
      ? []
      : [[headline.what, amountText(row), besideText(row), ratioText(row), aimText(row)]];
  });
  return table(["what", "ringmote", "beside", "ratio", "target"], lines);
}

function sectionTable({ title, rows }: ShownRecord[number]): string {
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
    row.isOld ? `${row.date}, old` : row.date,
  ]);
  return `### ${title}\n\n${table(headers, lines)}`;
}

function table(headers: readonly string[], lines: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(headers), line(headers.map(() => "---")), ...lines.map(line)].join("\n");
}

function amountText({ ours, unit, isOld }: ShownRow): string {
  return `${numberText(ours)} ${ours === 1 ? unit : `${unit}s`}${isOld ? " (old)" : ""}`;
}

/** A figure that is older than the row says so. */
function theirsText({ value, peerDate }: ShownRow): string {
  if (value === undefined) return "";
  return peerDate === undefined ? numberText(value) : `${numberText(value)} (${peerDate})`;
}

function besideText(row: ShownRow): string {
  return row.peer === undefined ? "" : `${row.peer} ${theirsText(row)}`.trimEnd();
}

function ratioText({ ratio }: ShownRow): string {
  return ratio === undefined ? "" : ratio.toFixed(ratio < 0.1 ? 3 : 2);
}

function metText({ met }: ShownRow): string {
  return met === undefined ? "" : met ? "met" : "missed";
}

function aimText(row: ShownRow): string {
  return row.target === undefined ? "" : `${targetText(row.target)}: ${metText(row)}`;
}
