// Writes parts of the record, or holds what is recorded against them.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { replaceFile } from "../../files/whole-file.ts";
import type { MadePart, RecordPart } from "./part.ts";

type Say = (line: string) => void;

/** What to do about a figure that is worse. */
const ADVICE = `Make it smaller; or record it by npm run record -- --worse "<why>", and say why in the commit.`;

/**
 * Writes each part's files into the package in `folder`, and says which have changed. A part with a figure
 * that is worse than recorded is written only if there is a `reason`. Exit code: 1 for one that is not
 * written.
 */
export async function writeParts(
  parts: readonly RecordPart[],
  folder: string,
  say: Say,
  reason?: string,
): Promise<number> {
  let exitCode = 0;
  for (const { word, make } of parts) {
    say(`${word} ...`);
    const { files, faults } = await make(reason);
    if (faults.length > 0 && reason === undefined) {
      sayFaults(faults, say);
      exitCode = 1;
      continue;
    }
    for (const [name, text] of files) {
      if (isRecorded(folder, name, text)) continue;
      replaceFile(join(folder, name), text);
      say(`${name} is written.`);
    }
  }
  return exitCode;
}

/**
 * Says what is worse than recorded, and which of the files with figures are out of date. Parts are measured
 * beside each other: some of them in processes of their own. Exit code: 1 for what is worse.
 */
export async function checkRecordParts(
  parts: readonly RecordPart[],
  folder: string,
  say: Say,
): Promise<number> {
  let exitCode = 0;
  const checked = parts.flatMap(({ word, check, takesTime }) =>
    check === undefined ? [] : [{ word, check, takesTime }],
  );
  const made = new Map<string, MadePart>();
  const measure = async ({ word, check }: (typeof checked)[number]) => {
    say(`${word} ...`);
    made.set(word, await check());
  };
  for (const part of checked.filter(({ takesTime }) => takesTime)) await measure(part);
  await Promise.all(checked.filter(({ takesTime }) => !takesTime).map(measure));
  for (const { files, faults } of made.values()) {
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
