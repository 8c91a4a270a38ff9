// Writes parts of the record, or holds what is recorded against them.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { replaceFile } from "../../files/whole-file.ts";
import { keepReason } from "./grown.ts";
import type { RecordPart } from "./part.ts";

type Say = (line: string) => void;

/** What to do about a figure that is worse. */
const ADVICE =
  'Make it smaller, or record it with its reason: npm run record -- --because "<why it may be larger>"';

/**
 * Writes each part's files into the package in `folder`, and says which have changed. A part with a figure that is worse than
 * recorded is written only with a reason, which docs/grown.md keeps. Exit code: 1 for one that is not written.
 */
export async function writeParts(
  parts: readonly RecordPart[],
  folder: string,
  say: Say,
  because?: string,
): Promise<number> {
  let exitCode = 0;
  for (const { word, make } of parts) {
    say(`${word} ...`);
    const made = await make();
    if (made.faults.length > 0 && because === undefined) {
      sayFaults(made.faults, say);
      exitCode = 1;
      continue;
    }
    const { files, faults } = made;
    if (because !== undefined && faults.length > 0) keepReason(folder, because, faults);
    for (const [name, text] of files) {
      if (isRecorded(folder, name, text)) continue;
      replaceFile(join(folder, name), text);
      say(`${name} is written.`);
    }
  }
  return exitCode;
}

/** Says what is worse than recorded, and which files are out of date. Exit code: 1 for what is worse. */
export async function checkParts(parts: readonly RecordPart[], folder: string, say: Say): Promise<number> {
  let exitCode = 0;
  for (const { word, make } of parts) {
    say(`${word} ...`);
    const { files, faults } = await make();
    sayFaults(faults, say);
    if (faults.length > 0) exitCode = 1;
    for (const [name, text] of files)
      if (!isRecorded(folder, name, text)) say(`Stale: ${name} (npm run record)`);
  }
  return exitCode;
}

function sayFaults(faults: readonly string[], say: Say): void {
  for (const fault of faults) say(`Failed: ${fault}`);
  if (faults.length > 0) say(ADVICE);
}

function isRecorded(folder: string, name: string, text: string): boolean {
  const file = join(folder, name);
  return existsSync(file) && readFileSync(file, "utf8") === text;
}
