// The record of the bench: the last figure of each row and its day. A run changes what it could measure, and
// no more.
import { growthFault } from "../record/growth.ts";
import { benchRow, type Row } from "./row.ts";

interface RecordedRow extends Row {
  /**
   * The day on which `ours` was counted, ISO 8601. `peerDate` stands only where the peer's day is another.
   */
  date: string;
  /**
   * Commits of the history at that time: an age is a difference of two. Cherry-picking does not change it.
   */
  commits?: number;
  /** The figure that it was recorded with first, if it was another, and where the count has a bound. */
  first?: number;
  /**
   * The figure that growth is counted from, if it is another than `ours`: a step that was excused sets it.
   */
  base?: number;
  /** Why the last step that was excused was worth it. */
  reason?: string;
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
  /** Are its figures times? They have no bound of growth. */
  isTimed?: boolean;
}

/** When a run was, and why figures may be worse than recorded. */
export interface RunOfBench {
  date: string;
  commits: number | undefined;
  reason?: string | undefined;
}

/** Digits of a recorded figure behind the point: more of them would be noise. */
const DECIMALS = 4;

/**
 * The record after a run. A row whose engine or peer was absent keeps its last figure with its
 * date. Others that the section no longer has are gone, and so are sections that are not among `titles`,
 * whose order is the record's.
 */
export function recordAfter(
  record: BenchRecord,
  measured: readonly MeasuredSection[],
  titles: readonly string[],
  run: RunOfBench,
): BenchRecord {
  return titles.flatMap((title) => {
    const before = rowsIn(record, title);
    const section = measured.find((section) => section.title === title);
    const rows = section === undefined ? before : rowsAfter(before, section, run);
    return rows.length === 0 ? [] : [{ title, rows }];
  });
}

function rowsAfter(
  before: readonly RecordedRow[],
  { rows, skipped, image, isTimed }: MeasuredSection,
  run: RunOfBench,
): RecordedRow[] {
  const after = rows.map((row) => {
    const old = before.find((earlier) => isSame(earlier, row));
    const next = {
      ...recordedRow(row, run, image),
      ...(old !== undefined && !isTimed && growthOf(old, rounded(row.ours), run.reason)),
    };
    // What is the same on every machine keeps its day, so that a run which finds nothing new changes nothing.
    if (old === undefined || image !== undefined || next.ours !== old.ours || next.value !== old.value)
      return next;
    const { peerDate: _, ...fresh } = next;
    return {
      ...fresh,
      ...(old.peerDate !== undefined && { peerDate: old.peerDate }),
      date: old.date,
      ...(old.commits !== undefined && { commits: old.commits }),
    };
  });
  if (skipped.length === 0) return after;
  const kept = before.filter((old) => !after.some((row) => isSame(row, old)) && wasAbsent(old, rows));
  return [...after, ...kept];
}

/** What a row keeps of the figures before `ours`: small steps add up to the one that needs a reason. */
function growthOf(old: RecordedRow, ours: number, reason: string | undefined) {
  const before = baseOf(old);
  const isExcused = reason !== undefined && growthFault({ name: "", unit: "", value: ours }, before);
  const base = isExcused ? ours : Math.min(before, ours);
  const first = old.first ?? old.ours;
  const why = isExcused ? reason : old.reason;
  return {
    ...(first !== ours && { first }),
    ...(base !== ours && { base }),
    ...(why !== undefined && { reason: why }),
  };
}

function baseOf({ base, ours }: RecordedRow): number {
  return base ?? ours;
}

/** A sentence for each count that has grown by more than the record allows. */
export function grownCounts(record: BenchRecord, measured: readonly MeasuredSection[]): string[] {
  return measured.flatMap(({ title, rows, isTimed }) =>
    rows.flatMap((row) => {
      const old = isTimed ? undefined : recordedOf(record, title, row);
      if (old === undefined) return [];
      const figure = { name: `${row.name} (${row.engine})`, value: rounded(row.ours), unit: `${row.unit}s` };
      return growthFault(figure, baseOf(old), old.first ?? old.ours) ?? [];
    }),
  );
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
    return { ...benchRow({ ...row, value: old.value }), peerDate: old.peerDate ?? old.date };
  });
}

/** The record's row of the same thing; `undefined` when it has none. */
function recordedOf(record: BenchRecord, title: string, row: Row): RecordedRow | undefined {
  return rowsIn(record, title).find((old) => isSame(old, row));
}

/**
 * A row as it is shown: an old one was counted on what has changed since. Its age is in commits before the
 * newest row's; a count that is the same on every machine has none, as each run counts it again.
 */
export type ShownRow = RecordedRow & { isOld: boolean; age?: number };

export type ShownRecord = readonly { title: string; rows: readonly ShownRow[] }[];

/**
 * The record with the age of its rows. `now` has the digests of what would be measured, by titles of
 * sections.
 */
export function withAges(record: BenchRecord, now: ReadonlyMap<string, string>): ShownRecord {
  const newest = newestOf(record);
  return record.map(({ title, rows }) => {
    const image = now.get(title);
    const aged = (row: RecordedRow): ShownRow => {
      const age = row.image === undefined || row.commits === undefined ? {} : { age: newest - row.commits };
      return { ...row, isOld: row.image !== image, ...age };
    };
    return { title, rows: rows.map(aged) };
  });
}

/** Commits of the history at the time of the record's newest row. */
function newestOf(record: BenchRecord): number {
  return Math.max(0, ...record.flatMap(({ rows }) => rows.map(({ commits = 0 }) => commits)));
}

/** As a figure is kept. */
function rounded(value: number): number {
  return Number(value.toFixed(DECIMALS));
}

function rowsIn(record: BenchRecord, title: string): readonly RecordedRow[] {
  return record.find((section) => section.title === title)?.rows ?? [];
}

function isSame(a: Row, b: Row): boolean {
  return a.name === b.name && a.engine === b.engine && a.peer === b.peer;
}

function recordedRow({ peerDate, ...row }: Row, run: RunOfBench, image?: string): RecordedRow {
  const { date, commits } = run;
  return {
    ...row,
    ours: rounded(row.ours),
    ...(row.value === undefined ? {} : { value: rounded(row.value) }),
    ...(row.ratio === undefined ? {} : { ratio: rounded(row.ratio) }),
    ...(peerDate === undefined || peerDate === date ? {} : { peerDate }),
    date,
    ...(commits === undefined ? {} : { commits }),
    ...(image === undefined ? {} : { image }),
  };
}
