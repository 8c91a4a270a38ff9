// An image as a file that the page fetches, built so that it prints what it publishes where the board has
// room for that.

import { TARGET_TITLES } from "../../boards/board.ts";
import type { LfsContent } from "../flash/device-console.ts";
import { flashImage } from "../flash/flash-image.ts";
import { makeLfs } from "../flash/nodemcu/terminal-lfs.ts";
import { BuildError, type BuildOptions, type Image, totalBytes } from "../image/build.ts";
import { TARGET_FACTS } from "../targets/facts.ts";
import type { ImageFile, LuaOfLfs } from "./catalogue-types.ts";

/** Builds an image: `buildImage`, or one that keeps what it has built. */
export type Build = (options: BuildOptions) => Promise<Image>;

/** The feature of an image that prints what it publishes: the page shows and plots that. */
const ECHO = "echo";

/** The file of an image. Throws a BuildError when there can be none. */
export async function imageFile(build: Build, firmware: string, board: string): Promise<ImageFile> {
  try {
    const image = await build({ firmware, board, with: [ECHO] });
    // The lines are not worth that there has to be an LFS.
    return asFile(image.needsLfs === true ? await build({ firmware, board }) : image);
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    // A full board has no room for the lines; without them the build says what else is wrong.
    return asFile(await build({ firmware, board }));
  }
}

function asFile(image: Image): ImageFile {
  return {
    image: flashImage(image),
    bytes: totalBytes(image),
    echoes: image.features[ECHO] === true,
    ...(image.setUp !== undefined && { setUp: image.setUp }),
  };
}

/** The code of an image for the LFS. Throws a BuildError when there can be none. */
export async function lfsFile(
  build: Build,
  firmware: string,
  board: string,
  kind: LuaOfLfs,
): Promise<LfsContent> {
  const { image } = await imageFile(build, firmware, board);
  if (!TARGET_FACTS[image.target].hasLfs)
    throw new BuildError(`${board} runs ${TARGET_TITLES[image.target]}, which has no LFS.`);
  return makeLfs(image, kind);
}
