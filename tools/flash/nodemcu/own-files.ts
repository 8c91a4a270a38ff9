// Files on a chip that belong to some image, whether a start list knows them or not: an upload
// that was cut leaves such ones.
import type { ChipSide } from "./chip-side.ts";
import { belongsTo, isNamedByContent, isNameOfSource, isOfAnImage } from "./stored-image.ts";
import { readChipFile } from "./transfer.ts";

/** `list` is a start list that names files of an image, or "". Files of others do not count. */
export async function isOwnFile(chip: ChipSide, name: string, size: number, list: string): Promise<boolean> {
  if (belongsTo(name, list)) return true;
  if (!isNameOfSource(name)) return isOfAnImage(name);
  return isNamedByContent(name, await readChipFile(chip, name, size));
}
