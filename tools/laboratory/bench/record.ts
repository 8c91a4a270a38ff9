// The record of the bench: the last figure of each row and its day. A run changes what it could measure, and
// no more.
import { type Row, rowOf } from "./row.ts";

export interface RecordedRow extends Row {
  /**
   * The day on which `ours` was counted, ISO 8601. `peerDate` stands only where the peer's day is another.
   */
  date: string;
  /**
   * The digest of what it was counted on. A count that is the same on every machine has none: each run counts
   * it again.
   */
  image?: string;
}

interface RecordedSection {
  title: string;
  rows: readonly RecordedRow[];
}

export type BenchRecord = readonly RecordedSection[];

/** What a run has found out about one section. */
export interface MeasuredSection {
  title: string;
  rows: readonly Row[];
  /** Why parts of it could not be measured. */
  skipped: readonly string[];
  /** The digest of what was measured. */
  image?: string;
}

/** Digits of a recorded figure behind the point: more of them would be noise. */
const DECIMALS = 4;

/**
 * The record after a run on `date`. A row whose engine or peer was absent keeps its last figure with its
 * date. Others that the section no longer has are gone, and so are sections that are not among `titles`,
 * whose order is the record's.
 */
export function recordAfter(
  record: BenchRecord,
  measured: readonly MeasuredSection[],
  titles: readonly string[],
  date: string,
): BenchRecord {
  return titles.flatMap((title) => {
    const before = rowsIn(record, title);
    const section = measured.find((section) => section.title === title);
    const rows = section === undefined ? before : rowsAfter(before, section, date);
    return rows.length === 0 ? [] : [{ title, rows }];
  });
}

function rowsAfter(
  before: readonly RecordedRow[],
  { rows, skipped, image }: MeasuredSection,
  date: string,
): RecordedRow[] {
  const after = rows.map((row) => {
    const next = recordedRow(row, date, image);
    const old = before.find((earlier) => isSame(earlier, row));
    // What is the same on every machine keeps its day, so that a run which finds nothing new changes nothing.
    if (old === undefined || image !== undefined || next.ours !== old.ours || next.value !== old.value)
      return next;
    const { peerDate: _, ...fresh } = next;
    return { ...fresh, ...(old.peerDate !== undefined && { peerDate: old.peerDate }), date: old.date };
  });
  if (skipped.length === 0) return after;
  const kept = before.filter((old) => !after.some((row) => isSame(row, old)) && wasAbsent(old, rows));
  return [...after, ...kept];
}

/** Did the run without the row's engine, or without its peer? */
function wasAbsent(old: Row, rows: readonly Row[]): boolean {
  const isEngineThere = rows.some(({ engine }) => engine === old.engine);
  const isPeerThere = rows.some(
    (row) => row.peer === old.peer && row.peerDate === undefined && row.value !== undefined,
  );
  return !isEngineThere || (old.peer !== undefined && !isPeerThere);
}

/** Rows that wait for an absent peer, with the figure that the record has of it. */
export function withRecordedPeers(rows: readonly Row[], record: BenchRecord, title: string): Row[] {
  return rows.map((row) => {
    const old =
      row.value === undefined && row.peer !== undefined ? recordedOf(record, title, row) : undefined;
    if (old?.value === undefined) return row;
    return { ...rowOf({ ...row, value: old.value }), peerDate: old.peerDate ?? old.date };
  });
}

/** The record's row of the same thing; `undefined` when it has none. */
export function recordedOf(record: BenchRecord, title: string, row: Row): RecordedRow | undefined {
  return rowsIn(record, title).find((old) => isSame(old, row));
}

/** A row as it is shown: an old one was counted on what has changed since. */
export type ShownRow = RecordedRow & { isOld: boolean };

export type ShownRecord = readonly { title: string; rows: readonly ShownRow[] }[];

/**
 * The record with the age of its rows. `now` has the digests of what would be measured, by titles of
 * sections.
 */
export function withAges(record: BenchRecord, now: ReadonlyMap<string, string>): ShownRecord {
  return record.map(({ title, rows }) => {
    const image = now.get(title);
    return { title, rows: rows.map((row) => ({ ...row, isOld: row.image !== image })) };
  });
}

/** As a figure is kept. */
export function rounded(value: number): number {
  return Number(value.toFixed(DECIMALS));
}

function rowsIn(record: BenchRecord, title: string): readonly RecordedRow[] {
  return record.find((section) => section.title === title)?.rows ?? [];
}

function isSame(a: Row, b: Row): boolean {
  return a.name === b.name && a.engine === b.engine && a.peer === b.peer;
}

function recordedRow({ peerDate, ...row }: Row, date: string, image?: string): RecordedRow {
  return {
    ...row,
    ours: rounded(row.ours),
    ...(row.value === undefined ? {} : { value: rounded(row.value) }),
    ...(row.ratio === undefined ? {} : { ratio: rounded(row.ratio) }),
    ...(peerDate === undefined || peerDate === date ? {} : { peerDate }),
    date,
    ...(image === undefined ? {} : { image }),
  };
}
