// The file that shuts a board's doors at each start: written, and run at once.

import { SETTINGS } from "../../../src/runtime/settings.ts";
import { crc32 } from "../../files/crc32.ts";
import { DOORS_FILE, SHUT_DOORS } from "../../targets/espruino/doors.ts";
import type { StoredFile } from "../device-console.ts";
import type { Asker } from "./ask.ts";
import { FILE_OVERHEAD, type Listed, listFiles, writeAtOnce } from "./storage.ts";
import { MANIFESTS, PART } from "./stored-image.ts";

/** Bytes of Storage that the file will take besides these. */
export function roomForDoors(files: readonly Listed[]): number {
  return hasShutDoors(files) ? 0 : SHUT_DOORS.length + FILE_OVERHEAD;
}

export function hasShutDoors(files: readonly Listed[]): boolean {
  return files.some(({ name, crc }) => name === DOORS_FILE && crc === crc32(SHUT_DOORS));
}

/** No program may run. Throws a FlashError of kind "refused" when there is no room for the file. */
export async function shutDoors(asker: Asker, files?: readonly Listed[]): Promise<void> {
  if (hasShutDoors(files ?? (await listFiles(asker)))) return;
  await writeAtOnce(asker, DOORS_FILE, SHUT_DOORS);
  await asker.ask(`eval(require("Storage").read("${DOORS_FILE}"))`);
}

/** With those of a backup that hold something of ours; another program's stay as they are. */
export function filesToRestore(files: readonly StoredFile[]): readonly StoredFile[] {
  if (!files.some(({ name }) => isOurs(name))) return files;
  return [...files.filter(({ name }) => name !== DOORS_FILE), { name: DOORS_FILE, content: SHUT_DOORS }];
}

function isOurs(name: string): boolean {
  return name === SETTINGS || name.startsWith(PART) || (MANIFESTS as readonly string[]).includes(name);
}
