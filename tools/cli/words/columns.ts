// Rows of text in columns that are as wide as their widest entry. An entry is one line, whoever wrote it.

import { printable } from "../../../src/client/faults/foreign-text.ts";

const GAP = "  ";

/**
 * One line a row, without spaces at its end. Columns in `right`, counted from 0, hold numbers and end
 * together.
 */
export function columns(rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  const shown = rows.map((row) => row.map(printable));
  const widths = shown.reduce<number[]>(
    (widest, row) => row.map((text, i) => Math.max(text.length, widest[i] ?? 0)),
    [],
  );
  return shown
    .map((row) =>
      row
        .map((text, i) => (right.includes(i) ? text.padStart(widths[i]) : text.padEnd(widths[i])))
        .join(GAP)
        .trimEnd(),
    )
    .join("\n");
}
