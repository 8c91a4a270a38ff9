// The file that shuts a board's doors at each start: written, and run at once.

import { SETTINGS } from "../../../src/runtime/settings.ts";
import { crc32 } from "../../files/crc32.ts";
import { DOORS_FILE, SHUT_DOORS } from "../../targets/espruino/doors.ts";
import type { StoredFile } from "../device-console.ts";
import type { Asker } from "./ask.ts";
import { END_PROGRAMS } from "./boot-files.ts";
import { FILE_OVERHEAD, hasText, type Listed, writeAtOnce } from "./storage.ts";
import { MANIFESTS, PART } from "./stored-image.ts";

/** Bytes of Storage that the file will take, besides these. */
export function roomForDoors(files: readonly Listed[]): number {
  return hasShutDoors(files) ? 0 : SHUT_DOORS.length + FILE_OVERHEAD;
}

export function hasShutDoors(files: readonly Listed[]): boolean {
  return files.some(({ name, crc }) => name === DOORS_FILE && crc === crc32(SHUT_DOORS));
}

/**
 * No program may run. `reset` starts the interpreter anew without one: another file of this name has run
 * already, and what it started ends so. Throws a FlashError of kind "refused" when there is no room for the
 * file.
 */
export async function shutDoors(asker: Asker, reset: () => Promise<void>): Promise<void> {
  if (await hasText(asker, DOORS_FILE, SHUT_DOORS)) return;
  const hasAnother = await asker.ask<boolean>(
    `(function(d){if(d){${END_PROGRAMS}}return !!d})(require("Storage").read("${DOORS_FILE}"))`,
  );
  await writeAtOnce(asker, DOORS_FILE, SHUT_DOORS);
  if (hasAnother) await reset();
  else await asker.ask(`eval(require("Storage").read("${DOORS_FILE}"))`);
}

/** With those of a backup that hold parts of ours; another program's stay as they are. */
export function filesToRestore(files: readonly StoredFile[]): readonly StoredFile[] {
  if (!files.some(({ name }) => isOurs(name))) return files;
  return [...files.filter(({ name }) => name !== DOORS_FILE), { name: DOORS_FILE, content: SHUT_DOORS }];
}

function isOurs(name: string): boolean {
  return name === SETTINGS || name.startsWith(PART) || (MANIFESTS as readonly string[]).includes(name);
}
