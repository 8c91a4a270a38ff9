// Makes a chip hold these files and no other. Each file that differs is sent beside the one that it replaces;
// a script on the chip then gives all of them their names, in one call: cut before, the old content starts,
// and after, the new one.

import { START_LIST } from "../../targets/nodemcu/lua/init.ts";
import { luaText } from "../../targets/nodemcu/lua-text.ts";
import { isCounterFile } from "../counter-records.ts";
import type { StoredFile, UploadOptions } from "../device-console.ts";
import { FlashError } from "../flash-error.ts";
import type { ChipSide } from "./chip-side.ts";
import { removeStaged } from "./start-list.ts";
import { inOrderOfRemoval, isUnfinished, LOADER, SWAP } from "./stored-image.ts";
import {
  FILE_OVERHEAD,
  freeSpace,
  hasContent,
  listChipFiles,
  PART,
  RESERVE,
  removeFile,
  rename,
  writeFile,
} from "./transfer.ts";

/**
 * The chip's program must be held back. Rejects with a FlashError, of kind "no space" before anything has
 * changed but staged parts.
 */
export async function restoreFiles(
  chip: ChipSide,
  files: readonly StoredFile[],
  { inPlace = false, onProgress }: UploadOptions = {},
): Promise<void> {
  await removeStaged(chip);
  const there = await listChipFiles(chip);
  const wanted = new Set(files.map(({ name }) => name));
  // Files that an earlier restore has sent, and did not come to swap.
  for (const name of there.keys()) if (isUnfinished(name)) await removeFile(chip, name);
  const missing: StoredFile[] = [];
  for (const file of files) {
    const isThere =
      there.get(file.name) === file.content.length && (await hasContent(chip, file.name, file.content));
    if (!isThere) missing.push(file);
  }
  const unwanted = [...there.keys()].filter((name) => !wanted.has(name));
  const script = swapScript(missing, wanted);
  const needed = [...missing, { content: script }].reduce(
    (sum, { content }) => sum + content.length + FILE_OVERHEAD,
    RESERVE,
  );
  const free = await freeSpace(chip);
  if (missing.length > 0 && needed > free) {
    if (!inPlace) throw noSpace(needed, free);
    // Counters stay through a cut: the next restore would find none to keep.
    const replaced = missing
      .map(({ name }) => name)
      .filter((name) => there.has(name) && !isCounterFile(name));
    for (const name of inOrderOfRemoval([...unwanted, ...replaced])) await removeFile(chip, name);
  }
  const all = missing.reduce((sum, { content }) => sum + content.length, 0);
  let done = 0;
  for (const [number, { content }] of missing.entries()) {
    await writeFile(chip, PART, content, (sent) => onProgress?.(done + sent, all));
    await rename(chip, PART, sentAs(number));
    done += content.length;
  }
  await writeFile(chip, SWAP, script);
  await chip.call("dofile", luaText(SWAP));
}

function sentAs(number: number): string {
  return `ringmote-${number}.part`;
}

/**
 * It can run again from its beginning after a power cut in its middle. The file that starts a program gets
 * its name last.
 */
function swapScript(missing: readonly StoredFile[], wanted: ReadonlySet<string>): string {
  const ordered = [...missing.entries()].sort(([, a], [, b]) => Number(isStarter(a)) - Number(isStarter(b)));
  const keep = [...wanted].map((name) => `[${luaText(name)}]=1,\n`);
  const puts = ordered.map(([number, { name }]) => `p(${luaText(sentAs(number))},${luaText(name)})\n`);
  return [
    "local k={\n",
    ...keep,
    "}\n",
    "local function p(f,t) if file.exists(f) then file.remove(t) file.rename(f,t) tmr.wdclr() end end\n",
    ...puts,
    "for n in pairs(file.list()) do if not k[n] then file.remove(n) tmr.wdclr() end end\n",
  ].join("");
}

function isStarter({ name }: StoredFile): boolean {
  return name === LOADER || name.startsWith(`${START_LIST}.`);
}

function noSpace(needed: number, free: number): FlashError {
  return new FlashError(
    "no space",
    `The backup needs ${needed} bytes beside what is on the board, and ${free} are free. With --in-place it takes the place of that; a cut in the middle then leaves the board without a program until the next restore.`,
  );
}
