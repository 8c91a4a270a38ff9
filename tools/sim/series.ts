// A measured series of a room's air, read from a CSV file: time, temperature in °C, relative humidity in %.
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { CsvError, parse } from "csv-parse/sync";
import type { Air } from "./parts/sht3x.ts";

export interface Sample extends Air {
  /** Milliseconds after the first sample. */
  ms: number;
}

/** Why a file cannot be replayed: one sentence with the file's name, and the line where there is one. */
export class SeriesError extends Error {}

interface Row {
  record: string[];
  /** Where it stands in the file, from 1. */
  line: number;
}

/** A column that is needed, how its header may read, and how its fields are read. */
interface Column {
  name: string;
  matches: (header: string) => boolean;
}

const DELIMITERS = [",", ";", "\t"];
const FAHRENHEIT = /fahrenheit|°\s*f|\(f\)/;
const COLUMNS: readonly Column[] = [
  { name: "time", matches: (header) => /\b(date|time|timestamp|datetime)/.test(header) },
  {
    name: "temperature",
    matches: (header) => /temp|celsius|°c|^t$/.test(header) && !FAHRENHEIT.test(header),
  },
  {
    name: "humidity",
    matches: (header) => /humidity|\brh\b|%rh|^hum$/.test(header) && !/ratio|abs/.test(header),
  },
];

const READ_FAILURES: Record<string, string> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "it is not yours to read",
};

/** What an SHT3x can measure (datasheet, tables 1 and 2). */
const CELSIUS_RANGE = [-45, 130] as const;
const HUMIDITY_RANGE = [0, 100] as const;

/** Numbers up to this are seconds, larger ones milliseconds (of 1973 and later). */
const MOST_SECONDS = 100_000_000_000;

/** Reads a series of at least one sample. Throws a SeriesError for what is missing or not a number. */
export function readSeries(path: string): Sample[] {
  const name = basename(path);
  const text = readText(path, name);
  const delimiter = delimiterOf(text);
  const [header, ...rows] = readRows(text, delimiter, name);
  if (header === undefined)
    throw new SeriesError(`${name} is empty; it needs a header line and rows below it.`);
  const first = rows[0];
  if (first === undefined) throw new SeriesError(`${name} has a header line and no rows below it.`);
  // R's write.csv gives its column of row names no header, so the rows have one field more.
  const shift = first.record.length === header.record.length + 1 ? 1 : 0;
  const [timeAt, celsiusAt, humidityAt] = COLUMNS.map(
    (column) => findColumn(header.record, column, name) + shift,
  );
  const fieldCount = header.record.length + shift;

  let start: number | undefined;
  let before = 0;
  return rows.map(({ record, line }) => {
    const refuse = (why: string) => new SeriesError(`${name}, line ${line}: ${why}`);
    if (record.length !== fieldCount) {
      throw refuse(`there are ${record.length} fields where ${fieldCount} are expected.`);
    }
    const number = (at: number, what: string, [least, most]: readonly [number, number]) => {
      const value = numberOf(record[at], delimiter);
      if (Number.isNaN(value)) throw refuse(`the ${what} "${record[at]}" is not a number.`);
      if (value < least || value > most) throw refuse(`the ${what} ${value} is outside ${least} to ${most}.`);
      return value;
    };
    const moment = momentOf(record[timeAt]);
    if (Number.isNaN(moment)) {
      throw refuse(
        `the time "${record[timeAt]}" is neither like 2015-02-02 14:19:00 nor a number of seconds.`,
      );
    }
    start ??= moment;
    const ms = moment - start;
    if (ms < before) throw refuse(`the time ${record[timeAt]} is earlier than the line before.`);
    before = ms;
    return {
      ms,
      celsius: number(celsiusAt, "temperature", CELSIUS_RANGE),
      humidity: number(humidityAt, "humidity", HUMIDITY_RANGE),
    };
  });
}

function readText(path: string, name: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new SeriesError(`${name} cannot be read: ${READ_FAILURES[code ?? ""] ?? code ?? error}.`);
  }
}

/** The one that the first line has most of. */
function delimiterOf(text: string): string {
  const [line] = text.split("\n", 1);
  const count = (delimiter: string) => line.split(delimiter).length;
  return DELIMITERS.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}

function readRows(text: string, delimiter: string, name: string): Row[] {
  try {
    const rows = parse(text, {
      bom: true,
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    });
    return (rows as unknown as { record: string[]; info: { lines: number } }[]).map(({ record, info }) => ({
      record,
      line: info.lines,
    }));
  } catch (error) {
    if (error instanceof CsvError) throw new SeriesError(`${name} is not a CSV file: ${error.message}.`);
    throw error;
  }
}

function findColumn(headers: string[], { name, matches }: Column, file: string): number {
  const at = headers.findIndex((header) => matches(header.toLowerCase()));
  if (at >= 0) return at;
  const found = headers.map((header) => `"${header}"`).join(", ");
  throw new SeriesError(
    `${file}, line 1: no column is a ${name}; needed are time, temperature (°C) and humidity (%), found are ${found}.`,
  );
}

/** NaN for what is not a number. Files with other delimiters may write a decimal comma. */
function numberOf(field: string, delimiter: string): number {
  const text = delimiter === "," ? field : field.replace(",", ".");
  return text === "" ? Number.NaN : Number(text);
}

/** Milliseconds on some scale: a local time is taken without its zone, so that no day has 23 hours. */
function momentOf(field: string): number {
  const count = field === "" ? Number.NaN : Number(field);
  if (!Number.isNaN(count)) return Math.abs(count) > MOST_SECONDS ? count : count * 1000;
  const local = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)$/.exec(field);
  if (local !== null) return Date.parse(`${local[1]}T${local[2]}Z`);
  return /^\d{4}-\d{2}-\d{2}T/.test(field) ? Date.parse(field) : Number.NaN;
}
