// The guard of exact counts: none may be larger than it is in the record, or stand in no record at all.
import { type BenchRecord, type MeasuredSection, recordedOf, rounded } from "./record.ts";
import type { Row } from "./row.ts";

export interface ExactCheck {
  /** How many counts were compared. */
  compared: number;
  /** What must not be, a sentence each. */
  faults: readonly string[];
  /** What has become smaller, a sentence each. */
  gains: readonly string[];
}

/** How whoever has changed a count on purpose brings the record up to it. */
export const RECORD_IT = "npm run bench -- --only exact --record";

/** Compares the exact rows of a run with the record. */
export function checkExact(measured: readonly MeasuredSection[], record: BenchRecord): ExactCheck {
  const faults: string[] = [];
  const gains: string[] = [];
  let compared = 0;
  for (const { title, rows } of measured) {
    for (const row of rows.filter((one) => one.exact)) {
      compared += 1;
      const old = recordedOf(record, title, row);
      const name = `${row.name} (${row.engine})`;
      if (old === undefined) faults.push(`${name} is in no record: ${RECORD_IT}.`);
      else if (rounded(row.ours) > old.ours)
        faults.push(`${name} has grown from ${amount(old)} to ${amount(row)}.`);
      else if (rounded(row.ours) < old.ours)
        gains.push(`${name} has shrunk from ${amount(old)} to ${amount(row)}.`);
    }
  }
  return { compared, faults, gains };
}

function amount({ ours, unit }: Row): string {
  return `${rounded(ours)} ${ours === 1 ? unit : `${unit}s`}`;
}
