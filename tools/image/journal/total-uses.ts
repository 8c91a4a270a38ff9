// Writes of the totals of periods: those that have changed go in one record, after the shortest of their
// times, and at the end of a period.
import type { Period } from "../../../src/clock/periods.ts";
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import { totalsOf } from "../../../src/device/run/kept-totals.ts";
import { MOST_TOTAL_BYTES } from "../../../src/device/run/total-text.ts";
import { costOf } from "../../../src/journal/held.ts";
import { AROUND_VALUE } from "../../../src/journal/record.ts";
import type { JournalUse } from "./journal-fit.ts";

/** The least of each; nothing ends more often. */
const SECONDS: Readonly<Record<Period, number>> = {
  hour: 3600,
  day: 23 * 3600,
  week: 167 * 3600,
  month: (28 * 24 - 1) * 3600,
};

export function totalUses({ sensors = [] }: DeviceDeclaration): JournalUse[] {
  const parts = totalsOf(sensors).map(({ part }) => part);
  const [first] = parts;
  if (first === undefined) return [];
  /** Of a record with all of them. */
  const bytes = parts.length * (MOST_TOTAL_BYTES + AROUND_VALUE) - AROUND_VALUE;
  const within = Math.min(...parts.map((part) => part.within)) / 1000;
  const ends = [...new Set(parts.map(({ each }) => each))].map((each) => SECONDS[each]);
  return [
    {
      of: first.quantity,
      option: "within",
      rates: [within, ...ends].map((every) => ({ every, bytes })),
      heldBytes: parts.length * costOf(MOST_TOTAL_BYTES),
    },
  ];
}
