// The rows for people: aligned by section, with targets, in colour on a terminal only.
import { styleText } from "node:util";
import { numberText } from "./number-text.ts";
import { type Row, targetText } from "./row.ts";

const GAP = "  ";
const HEADERS = ["WHAT", "ENGINE", "OURS", "UNIT", "TARGET", ""];
/** Columns of numbers are flush right. */
const RIGHT = [2, 7, 8];

/** A section as lines. `colour` says whether whoever reads is a terminal. */
export function sectionLines(title: string, rows: readonly Row[], colour: boolean): string[] {
  const style = (format: Parameters<typeof styleText>[0], text: string): string =>
    colour ? styleText(format, text, { validateStream: false }) : text;
  const hasPeers = rows.some(({ peer }) => peer !== undefined);
  const cells = rows.map((row) => cellsOf(row, hasPeers));
  const headers = hasPeers ? [...HEADERS, "PEER", "THEIRS", "RATIO"] : HEADERS;
  const widths = headers.map((header, i) =>
    Math.max(header.length, ...cells.map((line) => line[i]?.length ?? 0)),
  );
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, i) => (RIGHT.includes(i) ? text.padStart(widths[i] ?? 0) : text.padEnd(widths[i] ?? 0)))
      .join(GAP)
      .trimEnd();
  return [
    style("bold", title),
    style("dim", line(headers)),
    ...rows.map((row, i) => {
      const text = line(cells[i] ?? []);
      return row.met === undefined ? text : style(row.met ? "green" : "red", text);
    }),
  ];
}

function cellsOf({ name, engine, ours, unit, target, met, ...theirs }: Row, hasPeers: boolean): string[] {
  const cells = [
    name,
    engine,
    numberText(ours),
    ours === 1 ? unit : `${unit}s`,
    target === undefined ? "" : targetText(target),
    met === undefined ? "" : met ? "met" : "MISSED",
  ];
  if (!hasPeers) return cells;
  const { peer = "", value, ratio, peerDate } = theirs;
  const day = peerDate === undefined ? "" : ` (${peerDate})`;
  return [
    ...cells,
    peer,
    value === undefined ? "" : `${numberText(value)}${day}`,
    ratio === undefined ? "" : ratio.toFixed(2),
  ];
}
