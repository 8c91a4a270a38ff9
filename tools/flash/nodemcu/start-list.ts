// The start list that counts on a chip.
import { NEW_START_LIST, START_LIST } from "../../targets/nodemcu/lua/init.ts";
import type { ChipSide } from "./chip-side.ts";
import { listChipFiles, readChipFile, rename } from "./transfer.ts";

/**
 * Its text; "" when no image of ours starts there. A new list that a cut has left alone first gets its place:
 * it is the only one then. A compiled one is read from its result.
 */
export async function readStartList(chip: ChipSide): Promise<string> {
  const files = await listChipFiles(chip);
  const [compiled, list] = [`${START_LIST}.lc`, `${START_LIST}.lua`];
  if (files.has(compiled)) {
    const names = await chip.call(`function()return(loadfile("${compiled}")())end`).catch(() => "");
    return names === "" ? "" : `return "${names}"\n`;
  }
  const size = files.get(list) ?? files.get(NEW_START_LIST);
  if (size === undefined) return "";
  if (!files.has(list)) await rename(chip, NEW_START_LIST, list);
  return readChipFile(chip, list, size);
}
