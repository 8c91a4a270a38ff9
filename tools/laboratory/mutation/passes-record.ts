// docs/mutation-passes.json: how many small changes of each pass of the compiler its own tests notice, and of which files
// that is said.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../../files/package-folder.ts";

export interface PassScore {
  digest: string;
  changes: number;
  noticed: number;
}

export type PassesRecord = Readonly<Record<string, PassScore>>;

const RECORD = join(packageFolder, "docs", "mutation-passes.json");

export function readRecord(): PassesRecord {
  return existsSync(RECORD) ? JSON.parse(readFileSync(RECORD, "utf8")) : {};
}

/** Puts the score of a pass in the place of the one before. */
export function writeScore(pass: string, score: PassScore): void {
  const all = Object.entries({ ...readRecord(), [pass]: score });
  all.sort(([one], [other]) => (one < other ? -1 : 1));
  writeFileSync(RECORD, `${JSON.stringify(Object.fromEntries(all), undefined, 2)}\n`);
}
