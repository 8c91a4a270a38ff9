// An image of the build as it is sent to a board.
import { HASHES } from "../../src/platform/node/hash.ts";
import type { Image } from "../image/build.ts";
import { type UpdateImage, unsignedManifest, versionOf } from "../update/signed-update.ts";
import type { FlashImage } from "./device-console.ts";
import { storedImage } from "./nodemcu/stored-image.ts";

export function flashImage({ firmware, board, target, chip, needsLfs, updates, files }: Image): FlashImage {
  const image = {
    firmware,
    board,
    target,
    chip,
    ...(needsLfs === true && { needsLfs }),
    files: files.map(({ name, content }) => ({ name, content: content.text })),
  };
  return updates === true
    ? { ...image, manifest: unsignedManifest(updateImage(image), firmware, HASHES.sha256) }
    : image;
}

/** An image for NodeMCU in the parts of an update, the list of its modules first. Without a version its content names it. */
export function updateImage(image: FlashImage, version?: string): UpdateImage {
  const { firmware: id, board, target } = image;
  const parts = storedImage({ ...image, manifest: "" }).files.map(({ name, content }) => ({ name, content }));
  return { id, board, target, version: version ?? versionOf(parts), parts };
}
