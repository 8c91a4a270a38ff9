// What Stryker reports of a run: each small change of a source, and whether a test noticed it.
import { readFileSync } from "node:fs";

interface Position {
  line: number;
  column: number;
}

/** The part of Stryker's report (mutation testing report schema, version 2) that the page needs. */
interface Report {
  files: Record<
    string,
    {
      source: string;
      mutants: {
        status: string;
        replacement?: string;
        location: { start: Position; end: Position };
      }[];
    }
  >;
}

/** A change that no test noticed. */
export interface Survivor {
  /** From the package's folder. */
  file: string;
  line: number;
  /** What stood there, and what stood there instead; each on one line. */
  original: string;
  replacement: string;
}

export interface MutatedFile {
  file: string;
  changes: number;
  noticed: number;
  survivors: Survivor[];
}

/** A test failed, or the changed code ran for ever. */
const NOTICED = ["Killed", "Timeout"];
const LIVED = ["Survived", "NoCoverage"];

/** Reads reports of runs, each over other files; a file of a later report takes the place of an earlier one. */
export function readReports(paths: readonly string[]): MutatedFile[] {
  const files = new Map<string, MutatedFile>();
  for (const path of paths) {
    const report = JSON.parse(readFileSync(path, "utf8")) as Report;
    for (const [file, { source, mutants }] of Object.entries(report.files)) {
      const lines = source.split("\n");
      const lived = mutants.filter(({ status }) => LIVED.includes(status));
      const noticed = mutants.filter(({ status }) => NOTICED.includes(status)).length;
      files.set(file, {
        file,
        changes: noticed + lived.length,
        noticed,
        survivors: lived.map(({ replacement = "", location: { start, end } }) => ({
          file,
          line: start.line,
          original: oneLine(textBetween(lines, start, end)),
          replacement: oneLine(replacement),
        })),
      });
    }
  }
  return [...files.values()].sort((one, other) => (one.file < other.file ? -1 : 1));
}

/** Lines and columns count from 1. */
function textBetween(lines: readonly string[], start: Position, end: Position): string {
  const touched = lines.slice(start.line - 1, end.line);
  const last = touched.length - 1;
  return touched
    .map((line, index) =>
      line.slice(index === 0 ? start.column - 1 : 0, index === last ? end.column - 1 : undefined),
    )
    .join("\n");
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}
