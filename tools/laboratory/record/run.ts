// Writes parts of the record, or holds what is recorded against them.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { replaceFile } from "../../files/whole-file.ts";
import type { RecordPart } from "./part.ts";

type Say = (line: string) => void;

/** Writes each part's files into the package in `folder`, and says which have changed. */
export async function writeParts(parts: readonly RecordPart[], folder: string, say: Say): Promise<void> {
  for (const { word, make } of parts) {
    say(`${word} ...`);
    const { files } = await make();
    for (const [name, text] of files) {
      if (isRecorded(folder, name, text)) continue;
      replaceFile(join(folder, name), text);
      say(`${name} is written.`);
    }
  }
}

/** Says what is worse than recorded, and which files are out of date. Exit code: 1 for what is worse. */
export async function checkParts(parts: readonly RecordPart[], folder: string, say: Say): Promise<number> {
  let exitCode = 0;
  for (const { word, make } of parts) {
    say(`${word} ...`);
    const { files, faults } = await make();
    for (const fault of faults) say(`Failed: ${fault}`);
    if (faults.length > 0) exitCode = 1;
    for (const [name, text] of files)
      if (!isRecorded(folder, name, text)) say(`Stale: ${name} (npm run record)`);
  }
  return exitCode;
}

function isRecorded(folder: string, name: string, text: string): boolean {
  const file = join(folder, name);
  return existsSync(file) && readFileSync(file, "utf8") === text;
}
