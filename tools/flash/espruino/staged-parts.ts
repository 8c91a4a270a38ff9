// Removes staged parts before an upload or a restore, which keep a part by its length and checksum alone.

import { slotRecord } from "../../../src/update/standing.ts";
import { verifiedParts } from "../verified-parts.ts";
import type { Asker } from "./ask.ts";
import { eraseFiles, hasText, type Listed } from "./storage.ts";
import { BOOT_FILE, isPart, LOADER } from "./stored-image.ts";
import { readSlots, standingIn } from "./update-slots.ts";

/** Gives the files that stay. No program may run. */
export async function eraseStaged(asker: Asker, files: Listed[]): Promise<Listed[]> {
  const slots = await readSlots(
    asker,
    files.map(({ name }) => name),
  );
  const verified = verifiedParts(standingIn(slots), (slot) => slots.get(slotRecord(slot)));
  // Without a manifest a device takes no update; and an upload that was cut may leave one beside an image without.
  if (verified.size === 0 || (await hasText(asker, BOOT_FILE, LOADER))) return files;
  const staged = new Set(files.map(({ name }) => name).filter((name) => isPart(name) && !verified.has(name)));
  await eraseFiles(asker, [...staged]);
  return files.filter(({ name }) => !staged.has(name));
}
