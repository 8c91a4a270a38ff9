// The choice whether a board gets its code into the LFS: where it has one that is large
// enough and that is nobody else's.

import { lfsBytesFor } from "../../targets/nodemcu/lfs/in-lfs.ts";
import type { FlashImage, LfsContent, LfsUse, LuaOfBoard, UploadOptions } from "../device-console.ts";
import { FlashError } from "../flash-error.ts";
import type { ChipSide } from "./chip-side.ts";
import { imageInLfs } from "./image-in-lfs.ts";
import { lfsContents } from "./lfs.ts";

/** For code of so many bytes. */
const howToGetOne = (fills = 0) =>
  `build NodeMCU with an LFS of ${lfsBytesFor(fills)} bytes ("LFS size" at https://nodemcu-build.com), and install it with "ringmote flash --firmware <file.bin>"`;

const updatesNeedIt =
  'an update must fit there; install a newer NodeMCU with "ringmote flash --firmware <file.bin>"';

export interface Choice {
  image: FlashImage;
  use: LfsUse;
}

/**
 * The image as the board is to store it, and the outcome for the LFS. Throws a FlashError where the LFS is
 * required, by the user or for want of memory, and cannot be used.
 */
export async function chooseLfs(
  chip: ChipSide,
  board: LuaOfBoard,
  image: FlashImage,
  { lfs = "auto", makeLfs }: UploadOptions,
): Promise<Choice> {
  const must = lfs === "always" || image.needsLfs === true;
  if (lfs === "never" && !must) return { image, use: { used: false } };
  const why =
    lfs === "never" ? "--no-lfs was given" : await obstacle(chip, board, lfs === "always", image.manifest);
  if (why === undefined && makeLfs !== undefined) {
    const made = await makeLfs(image, board);
    if (made.flashBytes <= board.lfsBytes)
      return { image: imageInLfs(image, made, board), use: { used: true, ...sizes(made, board) } };
    return withFiles(image, must, tooSmall(image, made, board));
  }
  return withFiles(image, must, why ?? "this page has no image of the LFS for the board's Lua");
}

function sizes({ flashBytes }: LfsContent, { lfsBytes }: LuaOfBoard) {
  return { bytes: flashBytes, of: lfsBytes };
}

function withFiles(image: FlashImage, must: boolean, why: string): Choice {
  if (!must) return { image, use: { used: false, why: `${why[0].toUpperCase()}${why.slice(1)}.` } };
  const need =
    image.needsLfs === true
      ? `${image.firmware} fits the memory of ${image.board} only with its code in the LFS, and `
      : "The code cannot go into the LFS: ";
  throw new FlashError("wrong firmware", `${need}${why}.`);
}

/** The reason why the LFS is not to be written; undefined when it is. */
async function obstacle(
  chip: ChipSide,
  board: LuaOfBoard,
  isWanted: boolean,
  manifest: string | undefined,
): Promise<string | undefined> {
  if (board.lfsBytes === 0)
    return `the board's firmware has no LFS, from which code runs without taking memory; to have one, ${howToGetOne()}`;
  // Nobody is at the cable when an update is too large for it.
  if (board.lfsBytes === Number.POSITIVE_INFINITY && manifest !== undefined)
    return `the board's firmware does not tell how large its LFS is, and ${updatesNeedIt}`;
  if (isWanted) return undefined;
  if (board.lfsBytes === Number.POSITIVE_INFINITY)
    return "the board's firmware does not tell how large its LFS is, which stays as it is; --lfs writes it all the same";
  const contents = await lfsContents(chip);
  if (typeof contents === "string") return undefined;
  return `the board's LFS ${contents.foreign} and stays as it is; --lfs replaces that`;
}

function tooSmall({ firmware }: FlashImage, { flashBytes }: LfsContent, { lfsBytes }: LuaOfBoard): string {
  return `the code of ${firmware} fills ${flashBytes} bytes of the LFS, and the board's has ${lfsBytes}; to have a larger one, ${howToGetOne(flashBytes)}`;
}
