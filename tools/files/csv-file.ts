// A CSV file as its header and rows, each with the line where it stands, so that a refusal can name it.
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { CsvError, parse } from "csv-parse/sync";

export interface CsvRow {
  fields: readonly string[];
  /** Its line in the file, from 1. */
  line: number;
}

export interface CsvFile {
  name: string;
  delimiter: string;
  header: readonly string[];
  /** At least one; each has as many fields as the header. */
  rows: readonly CsvRow[];
}

/**
 * The reason why a file cannot be used: one sentence with the file's name, and the line where there is one.
 */
export class CsvFileError extends Error {}

const DELIMITERS = [",", ";", "\t"];
const READ_FAILURES: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "it is not yours to read",
};

/** Reads a file with a header line. Throws a CsvFileError when it is missing, empty or no CSV. */
export function readCsvFile(path: string): CsvFile {
  const name = basename(path);
  const text = readText(path, name);
  const delimiter = delimiterOf(text);
  const [first, ...rows] = parseRows(text, delimiter, name);
  if (first === undefined) {
    throw new CsvFileError(`${name} is empty; it needs a header line and rows below it.`);
  }
  if (rows.length === 0) throw new CsvFileError(`${name} has a header line and no rows below it.`);
  // R's write.csv gives its column of row names no header, so the rows have one field more.
  const isUnnamed = rows[0].fields.length === first.fields.length + 1;
  const header = isUnnamed ? ["", ...first.fields] : first.fields;
  for (const row of rows) {
    if (row.fields.length === header.length) continue;
    throw csvRefusal(name, row, `there are ${row.fields.length} fields where ${header.length} are expected.`);
  }
  return { name, delimiter, header, rows };
}

/** A refusal of one row. */
export function csvRefusal(name: string, { line }: Pick<CsvRow, "line">, why: string): CsvFileError {
  return new CsvFileError(`${name}, line ${line}: ${why}`);
}

function readText(path: string, name: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CsvFileError(`${name} cannot be read: ${READ_FAILURES[code ?? ""] ?? code ?? error}.`);
  }
}

/** The separator that is most frequent in the first line. */
function delimiterOf(text: string): string {
  const [line] = text.split("\n", 1);
  const count = (delimiter: string) => line.split(delimiter).length;
  return DELIMITERS.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}

function parseRows(text: string, delimiter: string, name: string): CsvRow[] {
  try {
    const rows: unknown = parse(text, {
      bom: true,
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    });
    return (rows as { record: string[]; info: { lines: number } }[]).map(({ record, info }) => ({
      fields: record,
      line: info.lines,
    }));
  } catch (error) {
    if (error instanceof CsvError) throw new CsvFileError(`${name} is not a CSV file: ${error.message}.`);
    throw error;
  }
}
