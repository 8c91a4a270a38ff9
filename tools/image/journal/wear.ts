// Wear of the flash by a journal: erases of a page in a year, from how often something is
// written and how long it is.
import type { JournalFacts } from "../../../boards/board.ts";
import { AROUND_ENTRIES, AROUND_VALUE, HEADER_BYTES } from "../../../src/journal/record.ts";

/** So long the flash of a device must last. */
const LEAST_YEARS = 5;

const SECONDS_IN_YEAR = 365.25 * 24 * 3600;
/** The worst padding of a record. */
const PADDING = 3;

/** What is written so often, in one record. */
export interface JournalRate {
  /** Seconds from one to the next, above 0. */
  every: number;
  /** Bytes of the value; 0 where something is forgotten. */
  bytes: number;
}

interface Wear {
  /** Flash writes in a year, whole. */
  writes: number;
  /** Erases of each page in a year. */
  erases: number;
  /**
   * Until a page has been erased as often as the chip allows; infinite where nothing is written, `undefined`
   * where no source says how often.
   */
  years: number | undefined;
}

/**
 * `heldBytes` is the most that is held at a time, which each erase of an area has copied to the other one: at
 * most half an area.
 */
export function wearOf(
  { areaBytes, erases: most }: JournalFacts,
  rates: readonly JournalRate[],
  heldBytes: number,
): Wear {
  const aYear = rates.map(({ every, bytes }) => ({
    records: SECONDS_IN_YEAR / every,
    bytes: recordBytes(bytes),
  }));
  const writes = aYear.reduce((sum, { records }) => sum + records, 0);
  const written = aYear.reduce((sum, { records, bytes }) => sum + records * bytes, 0);
  const longest = Math.max(0, ...aYear.map(({ bytes }) => bytes));
  // Of an area: the header, what is copied, the last record of that, and the one that says that it was left.
  // The next record does not fit at its end.
  const free = areaBytes - HEADER_BYTES - heldBytes - 2 * AROUND_ENTRIES - (longest - 1);
  // The areas take turns.
  const erases = written / free / 2;
  return {
    writes: Math.ceil(writes),
    erases,
    years: erases === 0 ? Number.POSITIVE_INFINITY : most && most / erases,
  };
}

function recordBytes(valueBytes: number): number {
  return AROUND_ENTRIES + AROUND_VALUE + valueBytes + PADDING;
}

/** What the build says of it. */
export function wearWords({ writes, erases, years }: Wear): string {
  const most = `the journal is written ${writes} times a year at most, which erases each of its pages ${Math.ceil(erases)} times`;
  if (years === undefined) return `${most}: how long the flash lasts, only its maker knows`;
  return `${most}: the flash lasts ${years > 100 ? "more than 100 years" : `${Math.floor(years)} years`}`;
}

/** Why the build refuses it; `undefined`: it does not. */
export function wearRefusal(wear: Wear): string | undefined {
  if (wear.years === undefined || wear.years >= LEAST_YEARS) return undefined;
  return (
    `The flash would last ${wear.years.toFixed(1)} years, and has to last ${LEAST_YEARS}: ${wearWords(wear)}. ` +
    "Write less often, or gather what is written: within: seconds(30)."
  );
}
