// An image of the build as it is sent to a board.
import type { Image } from "../build/build.ts";
import type { FlashImage } from "../flash/device-console.ts";

export function flashImage({ firmware, board, target, files }: Image): FlashImage {
  return {
    firmware,
    board,
    target,
    files: files.map(({ name, content }) => ({ name, content: content.text })),
  };
}
