// A measured series of a room's air, read from a CSV file: time, temperature in °C, relative humidity in %.
import { type CsvFile, CsvFileError, type CsvRow, csvRefusal, readCsvFile } from "../../files/csv-file.ts";
import type { Air } from "../parts/around.ts";

export interface Sample extends Air {
  /** Milliseconds after the first sample. */
  ms: number;
}

/** A quantity that is needed, how its column's header may read, and what an SHT3x can measure of it. */
interface Quantity {
  name: string;
  matches: (header: string) => boolean;
  least: number;
  most: number;
}

const TIME = { name: "time", matches: (header: string) => /\b(date|time|timestamp|datetime)/.test(header) };
const TEMPERATURE: Quantity = {
  name: "temperature",
  matches: (header) => /temp|celsius|°c|^t$/.test(header) && !/fahrenheit|°\s*f|\(f\)/.test(header),
  least: -45,
  most: 130,
};
const HUMIDITY: Quantity = {
  name: "humidity",
  matches: (header) => /humidity|\brh\b|%rh|^hum$/.test(header) && !/ratio|abs/.test(header),
  least: 0,
  most: 100,
};

/** Numbers up to this are seconds, larger ones milliseconds (of 1973 and later). */
const MOST_SECONDS = 100_000_000_000;

/**
 * Reads a series of at least one sample. Throws a CsvFileError for what is missing, no number or out of
 * order.
 */
export function readSeries(path: string): Sample[] {
  const file = readCsvFile(path);
  const moments = readMoments(file);
  const celsius = readQuantity(file, TEMPERATURE);
  const humidity = readQuantity(file, HUMIDITY);
  return moments.map((moment, i) => ({
    ms: moment - moments[0],
    celsius: celsius[i],
    humidity: humidity[i],
  }));
}

/** The column of times, in milliseconds on some scale; no time is before the one above it. */
function readMoments(file: CsvFile): number[] {
  const at = findColumn(file, TIME);
  let before = Number.NEGATIVE_INFINITY;
  return file.rows.map((row) => {
    const text = row.fields[at];
    const moment = momentOf(text);
    if (Number.isNaN(moment)) {
      const why = `the time "${text}" is neither like 2015-02-02 14:19:00 nor a number of seconds.`;
      throw csvRefusal(file.name, row, why);
    }
    if (moment < before)
      throw csvRefusal(file.name, row, `the time ${text} is earlier than the line before.`);
    before = moment;
    return moment;
  });
}

function readQuantity(file: CsvFile, quantity: Quantity): number[] {
  const at = findColumn(file, quantity);
  return file.rows.map((row) => readNumber(file, row, at, quantity));
}

function readNumber(file: CsvFile, row: CsvRow, at: number, { name, least, most }: Quantity): number {
  const text = row.fields[at];
  const value = numberOf(text, file.delimiter);
  if (Number.isNaN(value)) throw csvRefusal(file.name, row, `the ${name} "${text}" is not a number.`);
  if (value >= least && value <= most) return value;
  throw csvRefusal(file.name, row, `the ${name} ${value} is outside ${least} to ${most}.`);
}

function findColumn(
  { name: file, header }: CsvFile,
  { name, matches }: Pick<Quantity, "name" | "matches">,
): number {
  const at = header.findIndex((title) => matches(title.toLowerCase()));
  if (at >= 0) return at;
  const titles = header.map((title) => `"${title}"`).join(", ");
  throw new CsvFileError(
    `${file}, line 1: no column is a ${name}; needed are time, temperature (°C) and humidity (%), found are ${titles}.`,
  );
}

/** NaN for what is not a number. Files with other delimiters may write a decimal comma. */
function numberOf(field: string, delimiter: string): number {
  const text = delimiter === "," ? field : field.replace(",", ".");
  return text === "" ? Number.NaN : Number(text);
}

/** A local time is taken without its zone, so that no day has 23 hours. NaN for what is no time. */
function momentOf(field: string): number {
  const count = field === "" ? Number.NaN : Number(field);
  if (!Number.isNaN(count)) return Math.abs(count) > MOST_SECONDS ? count : count * 1000;
  const local = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)$/.exec(field);
  if (local !== null) return Date.parse(`${local[1]}T${local[2]}Z`);
  return /^\d{4}-\d{2}-\d{2}T/.test(field) ? Date.parse(field) : Number.NaN;
}
