// Takes the program out of a chip's LFS. The firmware has no call for that: an image without a program takes
// its place.

import type { EraseOptions, EraseReport, LuaOfBoard } from "../device-console.ts";
import { FlashError } from "../flash-error.ts";
import type { ChipSide } from "./chip-side.ts";
import { lfsContents, lfsHolds, loadLfs } from "./lfs.ts";
import { PART, removeFile, rename, writeFile } from "./transfer.ts";

/**
 * Empties the LFS where it holds an image of ringmote's, or, with `everything`, anything. Restarts the chip
 * then.
 */
export async function emptyLfs(
  chip: ChipSide,
  board: LuaOfBoard,
  everything: boolean,
  makeEmptyLfs: EraseOptions["makeEmptyLfs"],
): Promise<EraseReport["lfs"]> {
  if (board.lfsBytes === 0) return undefined;
  const contents = await lfsContents(chip);
  if (contents === "nothing") return undefined;
  if (contents !== "ours" && !everything)
    return stays(`The board's LFS ${contents.foreign} and stays as it is; --everything empties it.`);
  if (makeEmptyLfs === undefined) return stays("The board's LFS keeps what it holds.");
  const { name, content } = makeEmptyLfs(board);
  if (await lfsHolds(chip, name)) return undefined;
  await writeFile(chip, PART, content);
  await rename(chip, PART, `${name}.img`);
  const refusal = await loadLfs(chip, name).catch((error) => {
    if (!(error instanceof FlashError) || error.kind !== "refused") throw error;
    return error.message;
  });
  await removeFile(chip, `${name}.img`);
  if (typeof refusal === "string") return stays(`The board's LFS keeps what it holds: ${refusal}`);
  return { emptied: true };
}

function stays(why: string): EraseReport["lfs"] {
  return { emptied: false, why };
}
