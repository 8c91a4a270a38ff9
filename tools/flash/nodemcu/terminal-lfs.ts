// Makes images of the LFS for a board, on the computer that flashes it.

import { createHash } from "node:crypto";
import { HASHES } from "../../../src/platform/node/hash.ts";
import { lfsImage } from "../../targets/nodemcu/lfs/lfs-image.ts";
import { EMPTY, lfsName } from "../../targets/nodemcu/lfs/lfs-name.ts";
import { lfsSources } from "../../targets/nodemcu/lfs/lfs-sources.ts";
import { unsignedManifest } from "../../update/signed-update.ts";
import type { FlashImage, LfsContent, LuaOfBoard } from "../device-console.ts";
import { updateImage } from "../flash-image.ts";
import { imageInLfs } from "./image-in-lfs.ts";

/** As `UploadOptions.makeLfs`. Rejects with a BuildError for Lua that the board's Lua does not have. */
export async function makeLfs(
  image: FlashImage,
  { lua, numbers }: Pick<LuaOfBoard, "lua" | "numbers">,
): Promise<LfsContent> {
  const { name, modules } = lfsSources(image.files);
  const { bytes, flashBytes } = lfsImage(lua, modules, numbers);
  const made = { name, content: Buffer.from(bytes).toString("latin1"), flashBytes };
  if (image.manifest === undefined) return made;
  const stored = updateImage(imageInLfs(image, made));
  return { ...made, manifest: unsignedManifest(stored, image.firmware, HASHES.sha256) };
}

/** As `EraseOptions.makeEmptyLfs`: its only module does nothing. */
export function makeEmptyLfs({ lua, numbers }: Pick<LuaOfBoard, "lua" | "numbers">): LfsContent {
  const name = lfsName(EMPTY, []);
  const { bytes, flashBytes } = lfsImage(lua, [{ name, source: `return "${unpackable()}"` }], numbers);
  return { name, content: Buffer.from(bytes).toString("latin1"), flashBytes };
}

/** A text that does not pack well: a chip takes no short file for an image. */
function unpackable(): string {
  return [1, 2, 3].map((part) => createHash("sha256").update(`${part}`).digest("base64")).join("");
}
