// Rows for people: aligned on a terminal, with colour there only; and the table of docs/performance.md. Both
// have their cells from here.
import { styleText } from "node:util";
import { growthText } from "../record/growth.ts";
import { numberText } from "./number-text.ts";
import type { ShownRow } from "./record.ts";
import { type Row, targetText } from "./row.ts";

/** A row of a run, or of the record. */
type TableRow = Row & Partial<ShownRow>;

interface Column {
  head: string;
  cell: (row: TableRow) => string;
  /** Numbers are flush right. */
  isNumber?: true;
}

const theirs = ({ value, peerDate }: TableRow): string =>
  value === undefined ? "" : `${numberText(value)}${peerDate === undefined ? "" : ` (${peerDate})`}`;
const ratio = ({ ratio: figure }: TableRow): string => figure?.toFixed(figure < 0.1 ? 3 : 2) ?? "";
const target = (row: TableRow): string => (row.target === undefined ? "" : targetText(row.target));
const met = (row: TableRow): string => (row.met === undefined ? "" : row.met ? "met" : "missed");
const unit = (row: TableRow): string => (row.ours === 1 ? row.unit : `${row.unit}s`);
const old = (row: TableRow): string => (row.isOld === true ? " (old)" : "");
const age = ({ age, image }: TableRow): string =>
  age === undefined ? (image === undefined ? "each check" : "") : `${age} commits ago`;
const sinceFirst = ({ first, ours }: TableRow): string =>
  first === undefined ? "" : growthText(ours, first);

/** One that is empty in all rows is not shown. */
const COLUMNS: readonly Column[] = [
  { head: "WHAT", cell: ({ name }) => name },
  { head: "ENGINE", cell: ({ engine }) => engine },
  { head: "OURS", cell: ({ ours }) => numberText(ours), isNumber: true },
  { head: "UNIT", cell: unit },
  { head: "TARGET", cell: target },
  { head: "", cell: (row) => met(row).replace("missed", "MISSED") },
  { head: "PEER", cell: ({ peer = "" }) => peer },
  { head: "THEIRS", cell: theirs, isNumber: true },
  { head: "RATIO", cell: ratio, isNumber: true },
  { head: "SINCE THE FIRST", cell: sinceFirst, isNumber: true },
  { head: "DATE", cell: (row) => (row.date ?? "") + old(row) },
  { head: "AGE", cell: (row) => (row.date === undefined ? "" : age(row)) },
  { head: "WHY IT GREW", cell: ({ reason = "" }) => reason },
];

/** A section as lines. */
export function sectionLines(title: string, rows: readonly TableRow[], colour: boolean): string[] {
  const style = (format: Parameters<typeof styleText>[0], text: string): string =>
    colour ? styleText(format, text, { validateStream: false }) : text;
  const columns = COLUMNS.filter(({ cell }) => rows.some((row) => cell(row) !== ""));
  const widths = columns.map(({ head, cell }) =>
    Math.max(head.length, ...rows.map((row) => cell(row).length)),
  );
  const line = (text: (column: Column) => string): string =>
    columns
      .map((column, i) => text(column)[column.isNumber ? "padStart" : "padEnd"](widths[i] as number))
      .join("  ")
      .trimEnd();
  return [
    style("bold", title),
    style(
      "dim",
      line(({ head }) => head),
    ),
    ...rows.map((row) => {
      const text = line(({ cell }) => cell(row));
      return row.met === undefined ? text : style(row.met ? "green" : "red", text);
    }),
  ];
}

/** The headlines in Markdown. */
export function headlineTable(rows: readonly TableRow[]): string {
  const cells: readonly ((row: TableRow) => string)[] = [
    ({ headline, engine, name }) => headline ?? `${engine}: ${name}`,
    (row) => `${numberText(row.ours)} ${unit(row)}`,
    sinceFirst,
    (row) => `${age(row)}${old(row)}`,
    (row) => `${row.peer ?? ""} ${theirs(row)}`.trim(),
    ratio,
    (row) => (row.target === undefined ? "" : `${target(row)}: ${met(row)}`),
  ];
  const line = (texts: readonly string[]): string => `| ${texts.join(" | ")} |`;
  const head = ["what", "ringmote", "since the first", "measured", "beside", "ratio", "target"];
  return [head, head.map(() => "---"), ...rows.map((row) => cells.map((cell) => cell(row)))]
    .map(line)
    .join("\n");
}
