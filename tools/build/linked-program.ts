// A linked program with TypeScript's knowledge of it: the form that the passes of the build read and change.
import { join } from "node:path";
import type ts from "typescript";
import { applyEdits, type Edit, type MappedText } from "./mapped-text.ts";
import { packageFolder } from "./package-folder.ts";
import { createProgram } from "./program.ts";
import { NOTHING_TAGGED, type Tagged } from "./tagged-functions.ts";

/** The name that the linked module goes by; it is on no disk. */
export const LINKED_FILE = join(packageFolder, "linked.ts");

export interface LinkedProgram {
  source: MappedText;
  program: ts.Program;
  file: ts.SourceFile;
  checker: ts.TypeChecker;
  /** The files of ambient declarations of the target. */
  globals: readonly string[];
  /** Functions whose authors say how often they run, on a target where that makes a difference. */
  tagged: Tagged;
}

/** Reads a linked text. `globals` are absolute paths of the target's `.d.ts` files. */
export function readLinked(
  source: MappedText,
  globals: readonly string[],
  tagged: Tagged = NOTHING_TAGGED,
  previous?: ts.Program,
): LinkedProgram {
  const program = createProgram({
    virtual: new Map([[LINKED_FILE, source.text]]),
    roots: [LINKED_FILE, ...globals],
    ...(previous === undefined ? {} : { previous }),
  });
  const file = program.getSourceFile(LINKED_FILE) as ts.SourceFile;
  return { source, program, file, checker: program.getTypeChecker(), globals, tagged };
}

/** The program with edits made; the same one when there are none. */
export function edited(linked: LinkedProgram, edits: readonly Edit[]): LinkedProgram {
  if (edits.length === 0) return linked;
  return changed(linked, applyEdits(linked.source, edits));
}

/** The program with another text. */
export function changed(linked: LinkedProgram, source: MappedText): LinkedProgram {
  return readLinked(source, linked.globals, linked.tagged, linked.program);
}
