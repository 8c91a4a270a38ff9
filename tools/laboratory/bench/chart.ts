// The chart of docs/performance.md: for each thing that readers ask, what a peer takes, and how much of that
// ringmote does.
import { numberText } from "./number-text.ts";
import type { ShownRow } from "./record.ts";

/** A thing that readers ask, in their words, and its row. */
export interface Bar {
  question: string;
  row: ShownRow;
}

const WIDTH = 720;
const ROW_HEIGHT = 58;
const MARGIN = 16;
const BAR_HEIGHT = 12;
/** The longest bar leaves room for the figure behind it. */
const LONGEST = 480;
const OURS = "#0b6bcb";
const THEIRS = "#9aa5b1";

/** As SVG, drawn for a light ground, which it brings. A row without a peer's figure is left out. */
export function barChart(bars: readonly Bar[]): string {
  const shown = bars.filter(({ row }) => row.value !== undefined);
  const height = 2 * MARGIN + ROW_HEIGHT * shown.length;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="What ringmote takes beside its peers" font-family="system-ui, sans-serif" font-size="13">`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    ...shown.map((bar, index) => barOf(bar, MARGIN + ROW_HEIGHT * index)),
    "</svg>",
    "",
  ].join("\n");
}

function barOf({ question, row }: Bar, top: number): string {
  const { ours, unit, peer = "", value = 0 } = row;
  const most = Math.max(ours, value);
  const bar = (who: string, amount: number, at: number, colour: string) => {
    const length = Math.max(1, Math.round((LONGEST * amount) / most));
    const words = `${who} ${numberText(amount)}`;
    return [
      `<rect x="${MARGIN}" y="${at}" width="${length}" height="${BAR_HEIGHT}" fill="${colour}"/>`,
      `<text x="${MARGIN + length + 8}" y="${at + BAR_HEIGHT - 1}" fill="#52606d" font-size="12">${escaped(words)}</text>`,
    ].join("");
  };
  return [
    `<text x="${MARGIN}" y="${top + 13}" fill="#1f2933">${escaped(`${question}, ${unit}s${row.isOld ? " (old)" : ""}`)}</text>`,
    bar("ringmote", ours, top + 19, OURS),
    bar(peer, value, top + 19 + BAR_HEIGHT + 2, THEIRS),
  ].join("\n");
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
