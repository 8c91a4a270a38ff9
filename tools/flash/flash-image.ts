// An image of the build as it is sent to a board.
import type { Image } from "../image/build.ts";
import type { FlashImage } from "./device-console.ts";

export function flashImage({ firmware, board, target, chip, needsLfs, files }: Image): FlashImage {
  return {
    firmware,
    board,
    target,
    chip,
    ...(needsLfs === true && { needsLfs }),
    files: files.map(({ name, content }) => ({ name, content: content.text })),
  };
}
