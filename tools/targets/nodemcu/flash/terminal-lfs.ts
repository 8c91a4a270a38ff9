// Makes the image of the LFS for a board, on the computer that flashes it.

import type { FlashImage, LfsContent, LuaOfBoard } from "../../../flash/device-console.ts";
import { lfsImage } from "../lfs/lfs-image.ts";
import { lfsSources } from "../lfs/lfs-sources.ts";

/** As `UploadOptions.makeLfs`. Rejects with a BuildError for Lua that the board's Lua does not have. */
export async function makeLfs(
  { files }: FlashImage,
  { lua, numbers }: Pick<LuaOfBoard, "lua" | "numbers">,
): Promise<LfsContent> {
  const { name, modules } = lfsSources(files);
  const { bytes, flashBytes } = lfsImage(lua, modules, numbers);
  return { name, content: Buffer.from(bytes).toString("latin1"), flashBytes };
}
