// What Stryker reports of a run: each small change of a source, and whether a test noticed it.
import { readFileSync } from "node:fs";
import ts from "typescript";
import { parseCode } from "../patterns/pattern.ts";

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
  /** What stood there, in its source: one expression or statement, or anything else. */
  node: ts.Node | undefined;
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
      const code = parseCode(source, file);
      const lived = mutants.filter(({ status }) => LIVED.includes(status));
      const noticed = mutants.filter(({ status }) => NOTICED.includes(status)).length;
      files.set(file, {
        file,
        changes: noticed + lived.length,
        noticed,
        survivors: lived.map(({ replacement = "", location: { start, end } }) => {
          const [first, last] = [offsetOf(code, start), offsetOf(code, end)];
          return {
            file,
            line: start.line,
            original: oneLine(source.slice(first, last)),
            replacement: oneLine(replacement),
            node: nodeAt(code, first, last),
          };
        }),
      });
    }
  }
  return [...files.values()].sort((one, other) => (one.file < other.file ? -1 : 1));
}

/** Lines and columns count from 1. */
function offsetOf(file: ts.SourceFile, { line, column }: Position): number {
  return file.getPositionOfLineAndCharacter(line - 1, column - 1);
}

function nodeAt(file: ts.SourceFile, first: number, last: number): ts.Node | undefined {
  const find = (node: ts.Node): ts.Node | undefined =>
    node.getStart() === first && node.end === last ? node : ts.forEachChild(node, find);
  return find(file);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}
